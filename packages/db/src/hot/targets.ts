import { bucketOf } from '@parley/core';
import type { BucketEpochs } from '../database.js';
import { compareIds, numbers } from './literals.js';

/** Where a batch writes: distinct buckets and ids, ascending as locks are taken, and where each row finds its own. */
export type Targets = {
  buckets: string;
  epochs: string;
  ids: string;
  /** Per id: 1-based index of its bucket. */
  bucketOfId: string;
  /** Per row: 1-based index of its id. */
  idOfRow: string;
};

export function targetsOf(map: BucketEpochs, idPerRow: readonly string[]): Targets {
  const ids = [...new Set(idPerRow)].sort(compareIds);
  const placeOfId = new Map(ids.map((id, index) => [id, index + 1]));
  const bucketPerId = ids.map(bucketOf);
  const buckets = [...new Set(bucketPerId)].sort((a, b) => a - b);
  const placeOfBucket = new Map(buckets.map((bucket, index) => [bucket, index + 1]));
  return {
    buckets: numbers(buckets),
    epochs: numbers(buckets.map((bucket) => map.epochOf(bucket))),
    ids: numbers(ids),
    bucketOfId: numbers(bucketPerId.map((bucket) => placeOfBucket.get(bucket) ?? 0)),
    idOfRow: numbers(idPerRow.map((id) => placeOfId.get(id) ?? 0)),
  };
}
