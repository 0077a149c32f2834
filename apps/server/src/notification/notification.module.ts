import { Module } from '@nestjs/common';
import { PersonalModule } from '../personal/personal.module.js';
import { PresenceModule } from '../presence/presence.module.js';
import { NotificationAccess } from './notification.access.js';
import { SetNotifications } from './set-notifications.js';

@Module({
  imports: [PersonalModule, PresenceModule],
  providers: [NotificationAccess, SetNotifications],
  exports: [NotificationAccess, SetNotifications],
})
export class NotificationModule {}
