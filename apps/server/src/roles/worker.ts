import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FinishConversation } from '../conversation/finish-conversation.js';
import { FinishDirect } from '../conversation/finish-direct.js';
import { FinishMode } from '../conversation/finish-mode.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import { FinishGroup } from '../group/finish-group.js';
import { GroupModule } from '../group/group.module.js';
import { FinishMessages } from '../message/finish-messages.js';
import { MessageModule } from '../message/message.module.js';
import { FinishOutbox } from '../outbox/finish-outbox.js';
import { OUTBOX_HANDLERS, type OutboxHandlers } from '../outbox/outbox-handlers.js';
import { OutboxWorker } from '../outbox/outbox.worker.js';
import { FinishReads } from '../receipt/finish-reads.js';
import { ReceiptModule } from '../receipt/receipt.module.js';

/** The worker role: what is left to do after a commit. */
@Module({
  imports: [FanoutModule, ConversationModule, GroupModule, MessageModule, ReceiptModule],
  providers: [
    {
      provide: OUTBOX_HANDLERS,
      inject: [FinishMessages, FinishConversation, FinishDirect, FinishGroup, FinishMode, FinishReads],
      useFactory: (
        messages: FinishMessages,
        conversations: FinishConversation,
        directs: FinishDirect,
        groups: FinishGroup,
        modes: FinishMode,
        reads: FinishReads,
      ): OutboxHandlers => ({
        message: (shard, row) => messages.execute(shard, row),
        conversation: (shard, row) => conversations.execute(shard, row),
        direct: (row) => directs.run(row.payload, row.id),
        group: (shard, { id: outboxId, payload }) => groups.execute(shard, { outboxId, payload }),
        mode: (shard, { id: outboxId, payload }) => modes.execute(shard, { outboxId, ...payload }),
        read: (shard, row) => reads.execute(shard, row),
      }),
    },
    FinishOutbox,
    OutboxWorker,
  ],
})
export class WorkerModule {}
