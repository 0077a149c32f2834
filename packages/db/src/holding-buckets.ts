import { bucketOf } from '@parley/core';
import type { Shard } from './database.js';
import { refusingStale } from './errors.js';
import { numbers } from './hot/literals.js';
import type { Tx } from './tx.js';

/**
 * One transaction that writes what belongs to these conversations or users of one shard: their buckets are held, and the
 * epochs of the map compared, before anything else. Throws StaleEpoch.
 */
export function holdingBuckets<T>(shard: Shard, ids: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
  const buckets = [...new Set(ids.map(bucketOf))].sort((a, b) => a - b);
  const epochs = buckets.map((bucket) => shard.epochOf(bucket));
  return refusingStale(
    shard.tx(async (tx) => {
      await tx.query('select check_buckets($1, $2)', [numbers(buckets), numbers(epochs)]);
      return work(tx);
    }),
  );
}
