import { Injectable } from '@nestjs/common';
import { insertOutbox, type OutboxPayloads, type Shard, ShardRouter, type Tx } from '@parley/db';
import { FanOut } from '../fanout/fan-out.js';
import { IdGenerator } from '../platform/ids.js';
import { Logger } from '../platform/logger.js';
import { ConversationEntries } from './conversation-entries.js';

export type RowsChanged = { outboxId: string; payload: OutboxPayloads['rows'] };

/** What some people's chat lists show of a conversation changed for them alone: the timeline says nothing of it. */
@Injectable()
export class FinishRows {
  constructor(
    private readonly shards: ShardRouter,
    private readonly ids: IdGenerator,
    private readonly entries: ConversationEntries,
    private readonly fanOut: FanOut,
    private readonly logger: Logger,
  ) {}

  /** In the transaction that changes it. */
  async ask(tx: Tx, payload: OutboxPayloads['rows']): Promise<RowsChanged> {
    const outboxId = this.ids.next();
    await insertOutbox(tx, { id: outboxId, kind: 'rows', payload });
    return { outboxId, payload };
  }

  /** Right after the commit. What can't be done now is in the outbox. */
  async now(row: RowsChanged): Promise<void> {
    const { conversationId } = row.payload;
    await this.execute(this.shards.forConversation(conversationId), row).catch((error: unknown) =>
      this.logger.warn('changed rows are left to the worker', { conversationId, err: error }),
    );
  }

  async execute(shard: Shard, { outboxId, payload }: RowsChanged): Promise<void> {
    const { conversationId, rev, userIds } = payload;
    await this.fanOut.run({ shard, outboxId }, await this.entries.items(userIds, { conversationId, rev }));
  }
}
