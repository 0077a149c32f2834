import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import { MessageModule } from '../message/message.module.js';
import { PeopleModule } from '../org/people.module.js';
import { ChangeScheduled } from './change-scheduled.js';
import { FinishScheduled } from './finish-scheduled.js';
import { ScheduleMessage } from './schedule-message.js';
import { ScheduledAccess } from './scheduled.access.js';
import { SendDue } from './send-due.js';
import { SendScheduled } from './send-scheduled.js';
import { SendScheduledNow } from './send-scheduled-now.js';

@Module({
  imports: [ConversationModule, FanoutModule, MessageModule, PeopleModule],
  providers: [
    ChangeScheduled,
    FinishScheduled,
    ScheduleMessage,
    ScheduledAccess,
    SendDue,
    SendScheduled,
    SendScheduledNow,
  ],
  exports: [ChangeScheduled, FinishScheduled, ScheduleMessage, ScheduledAccess, SendDue, SendScheduledNow],
})
export class ScheduledModule {}
