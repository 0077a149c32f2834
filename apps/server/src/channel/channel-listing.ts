import { Injectable } from '@nestjs/common';
import { finishOutbox, insertOutbox, type Shard, ShardRouter, type Tx } from '@parley/db';
import { IdGenerator } from '../platform/ids.js';
import { Logger } from '../platform/logger.js';
import { channelState, storeListing } from './channel.repo.js';

/** Keeps the directory's list of public channels in step with the shards, through the outbox. */
@Injectable()
export class ChannelListing {
  constructor(
    private readonly shards: ShardRouter,
    private readonly ids: IdGenerator,
    private readonly logger: Logger,
  ) {}

  /** In the transaction that changes a channel; answers the outbox row. */
  async ask(tx: Tx, conversationId: string): Promise<string> {
    const id = this.ids.next();
    await insertOutbox(tx, { id, kind: 'channel', payload: { conversationId } });
    return id;
  }

  /** Right after the commit. What can't be done now is in the outbox. */
  async now(conversationId: string, outboxId: string): Promise<void> {
    await this.execute(this.shards.forConversation(conversationId), { outboxId, conversationId }).catch(
      (error: unknown) =>
        this.logger.warn('the list of channels is left to the worker', { conversationId, err: error }),
    );
  }

  /** As the channel is now, not as it was when the row was written: rows may be finished in any order. */
  async execute(
    shard: Shard,
    { outboxId, conversationId }: { outboxId: string; conversationId: string },
  ): Promise<void> {
    const state = await channelState(shard, conversationId);
    if (state !== null) await storeListing(this.shards.directory, state);
    await finishOutbox(shard, [outboxId]);
  }
}
