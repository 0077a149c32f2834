import { BUCKETS } from '@parley/core';
import type pg from 'pg';
import { shardName } from '../database.js';

/** First time: an even share of the buckets for each shard. Later shards join empty; buckets come to them by moving. */
export async function assignBuckets(directory: pg.Client, shardCount: number): Promise<void> {
  const ids = Array.from({ length: shardCount }, (_, index) => index);
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket);
  const owners = buckets.map((bucket) => Math.floor((bucket * shardCount) / BUCKETS));
  await directory.query('begin');
  try {
    await directory.query(
      'insert into shard (id, name) select * from unnest($1::int[], $2::text[]) on conflict do nothing',
      [ids, ids.map(shardName)],
    );
    await directory.query(
      `insert into bucket_map (bucket, shard_id, epoch) select b, s, 1 from unnest($1::int[], $2::int[]) u(b, s)
       where not exists (select 1 from bucket_map)`,
      [buckets, owners],
    );
    await directory.query('commit');
  } catch (error) {
    await directory.query('rollback');
    throw error;
  }
}

/** A shard learns who it is, once; a database that is another shard already is refused. */
export async function nameShard(shard: pg.Client, shardId: number): Promise<void> {
  await shard.query(
    `insert into shard_meta (shard_id, name, incarnation)
     values ($1, $2, (extract(epoch from clock_timestamp()) * 1000)::bigint) on conflict do nothing`,
    [shardId, shardName(shardId)],
  );
  const { rows } = await shard.query<{ shard_id: number }>('select shard_id from shard_meta');
  const found = rows[0]?.shard_id;
  if (found !== shardId) throw new Error(`shard url ${shardId} leads to a database that is shard ${found} already`);
}

/** Opens the buckets that the map gives to this shard; what a mover has fenced or taken away stays as it is. */
export async function openBuckets(directory: pg.Client, shard: pg.Client, shardId: number): Promise<void> {
  const { rows } = await directory.query<{ bucket: number; epoch: string }>(
    'select bucket, epoch from bucket_map where shard_id = $1',
    [shardId],
  );
  await shard.query(
    `insert into shard_bucket (bucket, epoch, state) select b, e, 'open' from unnest($1::int[], $2::bigint[]) u(b, e)
     on conflict do nothing`,
    [rows.map((row) => row.bucket), rows.map((row) => row.epoch)],
  );
}
