import { Module } from '@nestjs/common';
import { PersonalModule } from '../personal/personal.module.js';
import { PreferenceAccess } from './preference.access.js';
import { SetPreferences } from './set-preferences.js';

@Module({
  imports: [PersonalModule],
  providers: [PreferenceAccess, SetPreferences],
  exports: [PreferenceAccess, SetPreferences],
})
export class PreferenceModule {}
