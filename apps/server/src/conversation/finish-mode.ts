import { Injectable } from '@nestjs/common';
import { memberIdsAfter, type Shard, ShardRouter, wantHeads } from '@parley/db';
import { DeliveryPublisher } from '../fanout/delivery-publisher.js';
import { OutboxFinisher } from '../fanout/outbox-finisher.js';
import { Logger } from '../platform/logger.js';
import { withFreshMap } from '../platform/with-fresh-map.js';

/** Members at a time. */
const PAGE = 500;

/**
 * A conversation has gone over to read mode: from now on its members' devices are told its head when they sync and beat. A page of
 * members at a time; a repeat changes nothing. Who comes in later is seen to by what brings them in.
 */
@Injectable()
export class FinishMode {
  constructor(
    private readonly shards: ShardRouter,
    private readonly publisher: DeliveryPublisher,
    private readonly finisher: OutboxFinisher,
    private readonly logger: Logger,
  ) {}

  /** Right after the commit. What can't be done now is in the outbox. */
  async now({ outboxId, conversationId }: { outboxId: string; conversationId: string }): Promise<void> {
    await this.execute(this.shards.forConversation(conversationId), { outboxId, conversationId }).catch(
      (error: unknown) => this.logger.warn('a change of mode is left to the worker', { conversationId, err: error }),
    );
  }

  async execute(
    shard: Shard,
    { outboxId, conversationId }: { outboxId: string; conversationId: string },
  ): Promise<void> {
    for (let after = '0'; ;) {
      const page = await memberIdsAfter(shard, conversationId, { after, limit: PAGE });
      await this.tell(conversationId, page);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      after = last;
    }
    this.finisher.done(shard, outboxId);
  }

  /** These people's devices are told the heads of the conversation from now on: at once, and with each sync and heartbeat. */
  async tell(conversationId: string, userIds: readonly string[]): Promise<void> {
    await withFreshMap(this.shards, async () => {
      const groups = this.shards.groupByShard(userIds, (userId) => userId);
      await Promise.all([...groups].map(([own, mine]) => wantHeads(own, conversationId, mine)));
    });
    this.publisher.joined(conversationId, [...userIds]);
  }
}
