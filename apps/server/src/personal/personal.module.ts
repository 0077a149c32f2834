import { Module } from '@nestjs/common';
import { FanoutModule } from '../fanout/fanout.module.js';
import { ChangeOwn } from './change-own.js';
import { SaveDraft } from './save-draft.js';
import { SetPersonal } from './set-personal.js';

@Module({
  imports: [FanoutModule],
  providers: [ChangeOwn, SaveDraft, SetPersonal],
  exports: [ChangeOwn, SaveDraft, SetPersonal],
})
export class PersonalModule {}
