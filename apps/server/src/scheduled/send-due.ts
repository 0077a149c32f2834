import { Injectable } from '@nestjs/common';
import { type ClaimedScheduled, claimScheduled, type Shard, ShardRouter } from '@parley/db';
import { Clock } from '../platform/clock.js';
import { Logger } from '../platform/logger.js';
import { dropOver } from './scheduled.repo.js';
import { SendScheduled } from './send-scheduled.js';

/** A claimed row comes up again after this long: whoever sends it died. */
export const SCHEDULED_LEASE_MS = 10_000;
const CLAIM_ROWS = 200;
/** A retry of the scheduling may come for so long; the message itself is known by its key for ever. */
const KEPT_MS = 30 * 24 * 3_600_000;
const DROP_ROWS = 1_000;

/** What is due, on every shard: claimed, sent, written down. Several workers share it. */
@Injectable()
export class SendDue {
  constructor(
    private readonly shards: ShardRouter,
    private readonly send: SendScheduled,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Never rejects: a shard that is away delays only what is on it. */
  async execute(): Promise<void> {
    await Promise.all(this.shards.shards.map((shard) => this.sendOf(shard)));
  }

  /** Old rows that only answered retries, a page a shard; the number that went. */
  async clean(): Promise<number> {
    const before = this.clock.now() - KEPT_MS;
    const outcomes = await this.shards.eachShard((shard) => dropOver(shard, before, DROP_ROWS));
    return outcomes.reduce((sum, outcome) => sum + (outcome.ok ? outcome.value : 0), 0);
  }

  private async sendOf(shard: Shard): Promise<void> {
    try {
      const claim = { now: this.clock.now(), limit: CLAIM_ROWS, leaseMs: SCHEDULED_LEASE_MS };
      const rows = await claimScheduled(shard, claim);
      // By where they go: conversations on a shard that is away don't hold up the others.
      const groups = this.shards.groupByShard(rows, ({ conversationId }) => conversationId);
      await Promise.all([...groups.values()].map((group) => this.sendGroup(shard, group)));
    } catch (error) {
      this.logger.warn('scheduled messages could not be looked up', { shard: shard.name, err: error });
    }
  }

  private async sendGroup(shard: Shard, rows: readonly ClaimedScheduled[]): Promise<void> {
    try {
      await this.send.execute(shard, rows);
    } catch (error) {
      this.logger.warn('scheduled messages are tried again', { shard: shard.name, rows: rows.length, err: error });
    }
  }
}
