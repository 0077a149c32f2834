import { BUCKETS } from '@parley/core';
import type { Directory } from './database.js';
import type { BucketEpochs } from './database.js';

type Place = { shardId: number; epoch: number };

/**
 * Bucket → shard, as the directory last told. Reading it is synchronous and may be stale: the shards refuse a write that
 * carries an old epoch, and the writer refreshes the map then.
 */
export class ShardMap implements BucketEpochs {
  #places: readonly Place[] = [];
  #version = 0;
  #loading: Promise<void> | undefined;
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** Grows with every move: epochs are drawn from one count. */
  get version(): number {
    return this.#version;
  }

  shardOf(bucket: number): number {
    return this.#place(bucket).shardId;
  }

  epochOf(bucket: number): number {
    return this.#place(bucket).epoch;
  }

  bucketsOf(shardId: number): number[] {
    return this.#places.flatMap((place, bucket) => (place.shardId === shardId ? [bucket] : []));
  }

  /** Many writers find out at once that they are stale; they share one read. */
  refresh(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    const { rows } = await this.#directory.pool.query<{ bucket: number; shard_id: number; epoch: string }>(
      'select bucket, shard_id, epoch from bucket_map order by bucket',
    );
    if (rows.length !== BUCKETS)
      throw new Error(`the shard map has ${rows.length} of ${BUCKETS} buckets: migrate first`);
    const places = rows.map((row) => ({ shardId: row.shard_id, epoch: Number(row.epoch) }));
    const version = Math.max(...places.map((place) => place.epoch));
    // A slow answer must not put an older map back.
    if (version < this.#version) return;
    this.#places = places;
    this.#version = version;
  }

  #place(bucket: number): Place {
    const place = this.#places[bucket];
    if (place === undefined) throw new Error(`bucket ${bucket} is not in the shard map`);
    return place;
  }
}
