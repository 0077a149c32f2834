import { withDatabase } from './database.js';
import { readRedisSize } from './redis-size.js';
import type { Target } from './target.js';

/** What the stores of an install hold that must not pile up. */
export interface StoreSizes {
  redisBytes: number;
  redisKeys: number;
  /** Rows of all shards: what is committed and not handed out yet, and what keeps it from being handed out twice. */
  outbox: number;
  markers: number;
}

export async function readStores({ databases, redisUrl }: Target): Promise<StoreSizes> {
  const shards = databases.filter(({ name }) => name !== 'directory');
  const [redis, rows] = await Promise.all([readRedisSize(redisUrl), Promise.all(shards.map(({ url }) => rowsOf(url)))]);
  const sum = (of: (row: { outbox: number; markers: number }) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  return {
    redisBytes: redis.bytes,
    redisKeys: redis.keys,
    outbox: sum((row) => row.outbox),
    markers: sum((row) => row.markers),
  };
}

async function rowsOf(url: string): Promise<{ outbox: number; markers: number }> {
  const { rows } = await withDatabase(url, (pool) =>
    pool.query<{ outbox: number; markers: number }>(
      'select (select count(*)::int from outbox) as outbox, (select count(*)::int from fanout_marker) as markers',
    ),
  );
  return rows[0] ?? { outbox: 0, markers: 0 };
}
