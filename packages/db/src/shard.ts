import type pg from 'pg';
import { openPool, type PoolOptions } from './pools.js';

/** What a shard's caller believes about a bucket; the shard compares the epoch inside the write. */
export type BucketEpochs = { epochOf(bucket: number): number };

/** One shard: its pool, and the epochs that its writes carry. */
export class Shard {
  readonly id: number;
  readonly pool: pg.Pool;
  readonly #map: BucketEpochs;

  constructor(id: number, url: string, map: BucketEpochs, options: PoolOptions) {
    this.id = id;
    this.#map = map;
    this.pool = openPool(url, options, (client) => checkIdentity(client, id));
  }

  get name(): string {
    return `shard-${this.id}`;
  }

  /** The epoch of the map as it is now; a write that carries an old one is refused by the shard. */
  epochOf(bucket: number): number {
    return this.#map.epochOf(bucket);
  }
}

/** Shard URLs are listed by shard id; two swapped ones must not be able to write into each other's place. */
async function checkIdentity(client: pg.PoolClient, expected: number): Promise<void> {
  const { rows } = await client.query<{ shard_id: number }>('select shard_id from shard_meta');
  const found = rows[0]?.shard_id;
  if (found !== expected)
    throw new Error(`shard url ${expected} leads to a database that says it is shard ${found ?? 'none'}`);
}
