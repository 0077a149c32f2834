import { Module } from '@nestjs/common';
import { PersonalModule } from '../personal/personal.module.js';
import { NotificationAccess } from './notification.access.js';
import { SetNotifications } from './set-notifications.js';

@Module({
  imports: [PersonalModule],
  providers: [NotificationAccess, SetNotifications],
  exports: [NotificationAccess, SetNotifications],
})
export class NotificationModule {}
