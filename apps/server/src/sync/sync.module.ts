import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { MessageModule } from '../message/message.module.js';
import { NotificationModule } from '../notification/notification.module.js';
import { PreferenceModule } from '../preference/preference.module.js';
import { PresenceModule } from '../presence/presence.module.js';
import { ReceiptModule } from '../receipt/receipt.module.js';
import { ScheduledModule } from '../scheduled/scheduled.module.js';
import { ThreadEffectsModule } from '../thread/thread-effects.module.js';
import { AckCursors } from './ack-cursors.js';
import { AnswerHeartbeats } from './answer-heartbeats.js';
import { EntryBodies } from './entry-bodies.js';
import { LargeHeads } from './large-heads.js';
import { OwnSettings } from './own-settings.js';
import { PullInbox } from './pull-inbox.js';
import { PullTimelines } from './pull-timelines.js';

@Module({
  imports: [
    ConversationModule,
    MessageModule,
    NotificationModule,
    PreferenceModule,
    PresenceModule,
    ReceiptModule,
    ScheduledModule,
    ThreadEffectsModule,
  ],
  providers: [AckCursors, AnswerHeartbeats, EntryBodies, LargeHeads, OwnSettings, PullInbox, PullTimelines],
  exports: [AckCursors, AnswerHeartbeats, PullInbox, PullTimelines],
})
export class SyncModule {}
