import { Injectable } from '@nestjs/common';
import { finishOutbox, type OutboxPayloads, type Shard, ShardRouter, takeOutDissolved } from '@parley/db';
import { ConversationEntries } from '../conversation/conversation-entries.js';
import { FanOut } from '../fanout/fan-out.js';
import { Logger } from '../platform/logger.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { GroupTools } from './group-tools.js';

/**
 * After a group was dissolved: its members leave in parts, each a transaction with the row that tells its people. Killed at
 * any point, it goes on where it stopped: who is out is not found again.
 */
@Injectable()
export class FinishDissolve {
  constructor(
    private readonly shards: ShardRouter,
    private readonly tools: GroupTools,
    private readonly entries: ConversationEntries,
    private readonly fanOut: FanOut,
    private readonly logger: Logger,
  ) {}

  /** Right after the commit. What can't be done now is in the outbox. */
  async now(conversationId: string, outboxId: string): Promise<void> {
    await this.dissolve(this.shards.forConversation(conversationId), { outboxId, conversationId }).catch(
      (error: unknown) => this.logger.warn('the end of a group is left to the worker', { conversationId, err: error }),
    );
  }

  async dissolve(
    shard: Shard,
    { outboxId, conversationId }: { outboxId: string; conversationId: string },
  ): Promise<void> {
    for (;;) {
      const partId = this.tools.ids.next();
      const payload = await withFreshMap(this.shards, () => takeOutDissolved(shard, conversationId, partId));
      if (payload === null) break;
      await this.departed(shard, { outboxId: partId, payload });
    }
    await finishOutbox(shard, [outboxId]);
  }

  /** One part: off the chat lists, and an entry that says so. */
  async departed(
    shard: Shard,
    { outboxId, payload }: { outboxId: string; payload: OutboxPayloads['departed'] },
  ): Promise<void> {
    const { conversationId, rev, userIds } = payload;
    await this.entries.takeOffLists(conversationId, userIds);
    await this.fanOut.run({ shard, outboxId }, this.entries.goneItems(userIds, { conversationId, rev }));
  }
}
