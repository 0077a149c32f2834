import { type ShardRouter, StaleEpoch } from '@parley/db';

const TRIES = 5;

/**
 * Runs a write that names epochs; when a shard refuses it because a bucket has moved, loads the map and runs it again.
 * The work groups by shard inside, so that the second run goes to the right one; what the first run wrote is repeatable.
 */
export async function withFreshMap<T>(shards: ShardRouter, work: () => Promise<T>): Promise<T> {
  for (let tries = TRIES; ; tries -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StaleEpoch) || tries === 0) throw error;
      await shards.map.refresh();
    }
  }
}
