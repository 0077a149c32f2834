import { Injectable } from '@nestjs/common';
import { counterDrift, type Shard, ShardRouter } from '@parley/db';
import { Logger } from '../platform/logger.js';

/** Conversations of one look: some milliseconds of one shard. */
const PAGE = 50;

/**
 * Recounts what is counted: unread counts, seqs and heads are derived, so that they can't drift; this is how one would know if
 * they did. A page of each shard at a time, round and round; what does not add up is said and left as it is.
 */
@Injectable()
export class WatchDrift {
  private readonly places = new Map<number, string | null>();

  constructor(
    private readonly shards: ShardRouter,
    private readonly logger: Logger,
  ) {}

  /** The next page of every shard; how much did not add up. A shard that is away is looked at the next time. */
  async look(): Promise<number> {
    const outcomes = await this.shards.eachShard((shard) => this.lookAt(shard));
    return outcomes.reduce((sum, outcome) => sum + (outcome.ok ? outcome.value : 0), 0);
  }

  private async lookAt(shard: Shard): Promise<number> {
    const { drifts, next } = await counterDrift(shard, this.places.get(shard.id) ?? null, PAGE);
    this.places.set(shard.id, next);
    for (const drift of drifts) this.logger.error('a counter does not add up', { shard: shard.name, ...drift });
    return drifts.length;
  }
}
