import { Module, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FinishConversation } from '../conversation/finish-conversation.js';
import { FinishDirect } from '../conversation/finish-direct.js';
import { FinishMode } from '../conversation/finish-mode.js';
import { DriftWorker } from '../drift/drift.worker.js';
import { WatchDrift } from '../drift/watch-drift.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import { GroupEffects } from '../group/group-effects.js';
import { GroupModule } from '../group/group.module.js';
import { FinishChange } from '../message-acts/finish-change.js';
import { FinishOwn } from '../message-acts/finish-own.js';
import { MessageActsModule } from '../message-acts/message-acts.module.js';
import { FinishMessages } from '../message/finish-messages.js';
import { MessageModule } from '../message/message.module.js';
import { FinishOutbox } from '../outbox/finish-outbox.js';
import { OUTBOX_HANDLERS, type OutboxHandlers } from '../outbox/outbox-handlers.js';
import { OutboxWorker } from '../outbox/outbox.worker.js';
import { PresenceModule } from '../presence/presence.module.js';
import { PresenceWorker } from '../presence/presence.worker.js';
import { PushModule } from '../push/push.module.js';
import { PushWorker } from '../push/push.worker.js';
import { FinishReads } from '../receipt/finish-reads.js';
import { ReceiptModule } from '../receipt/receipt.module.js';
import { FinishScheduled } from '../scheduled/finish-scheduled.js';
import { ScheduledModule } from '../scheduled/scheduled.module.js';
import { ScheduledWorker } from '../scheduled/scheduled.worker.js';
import { TrimInboxes } from '../sync/trim-inboxes.js';
import { TrimWorker } from '../sync/trim.worker.js';
import { FinishThreads } from '../thread/finish-threads.js';
import { ThreadEffectsModule } from '../thread/thread-effects.module.js';

/** The worker role: what is left to do after a commit. */
@Module({
  imports: [
    FanoutModule,
    ConversationModule,
    GroupModule,
    MessageActsModule,
    MessageModule,
    PresenceModule,
    PushModule,
    ReceiptModule,
    ScheduledModule,
    ThreadEffectsModule,
  ],
  providers: [
    { provide: OUTBOX_HANDLERS, inject: [ModuleRef], useFactory: outboxHandlers },
    FinishOutbox,
    OutboxWorker,
    WatchDrift,
    DriftWorker,
    ScheduledWorker,
    TrimInboxes,
    TrimWorker,
    PushWorker,
    PresenceWorker,
  ],
})
export class WorkerModule {}

/** Looked up when a row comes: there are as many as there are kinds. */
function outboxHandlers(parts: ModuleRef): OutboxHandlers {
  const the = <T>(type: Type<T>): T => parts.get(type, { strict: false });
  return {
    message: (shard, row) => the(FinishMessages).execute(shard, row),
    conversation: (shard, row) => the(FinishConversation).execute(shard, row),
    direct: (row) => the(FinishDirect).run(row.payload, row.id),
    group: (shard, { id: outboxId, payload }) => the(GroupEffects).changes.execute(shard, { outboxId, payload }),
    dissolve: (shard, { id: outboxId, payload }) => the(GroupEffects).ends.dissolve(shard, { outboxId, ...payload }),
    departed: (shard, { id: outboxId, payload }) => the(GroupEffects).ends.departed(shard, { outboxId, payload }),
    rows: (shard, { id: outboxId, payload }) => the(GroupEffects).rows.execute(shard, { outboxId, payload }),
    channel: (shard, { id: outboxId, payload }) => the(GroupEffects).listing.execute(shard, { outboxId, ...payload }),
    mode: (shard, { id: outboxId, payload }) => the(FinishMode).execute(shard, { outboxId, ...payload }),
    read: (shard, row) => the(FinishReads).execute(shard, row),
    change: (shard, { id: outboxId, payload }) => the(FinishChange).execute(shard, { outboxId, payload }),
    hidden: (shard, { id: outboxId, payload }) => the(FinishOwn).hidden(shard, { outboxId, payload }),
    saved: (shard, { id: outboxId, payload }) => the(FinishOwn).saved(shard, { outboxId, payload }),
    thread: (shard, { id: outboxId, payload }) => the(FinishThreads).execute(shard, { outboxId, payload }),
    scheduled: (shard, { id: outboxId, payload }) => the(FinishScheduled).execute(shard, { outboxId, payload }),
  };
}
