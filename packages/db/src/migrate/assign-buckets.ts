import { BUCKETS } from '@parley/core';
import type pg from 'pg';

/** Gives each new name the next id, in the order they are listed; answers all ids by name. */
export async function registerShards(directory: pg.Client, names: readonly string[]): Promise<Map<string, number>> {
  for (const name of names) {
    await directory.query(
      `insert into shard (id, name) select coalesce(max(id), -1) + 1, $1 from shard
       having not exists (select 1 from shard where name = $1)`,
      [name],
    );
  }
  const { rows } = await directory.query<{ id: number; name: string }>('select id, name from shard');
  const missing = rows.filter((row) => !names.includes(row.name)).map((row) => row.name);
  if (missing.length > 0) throw new Error(`no url is configured for ${missing.join(', ')}, which holds data`);
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** First time: an even share of the buckets for each shard. Later shards join empty; buckets come to them by moving. */
export async function assignBuckets(directory: pg.Client): Promise<void> {
  const { rows } = await directory.query<{ id: number }>('select id from shard order by id');
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket);
  const owners = buckets.map((bucket) => rows[Math.floor((bucket * rows.length) / BUCKETS)]?.id);
  await directory.query(
    `insert into bucket_map (bucket, shard_id, epoch) select b, s, 1 from unnest($1::int[], $2::int[]) u(b, s)
     where not exists (select 1 from bucket_map)`,
    [buckets, owners],
  );
}

/** A shard learns who it is, once; a database that is another shard already is refused. */
export async function nameShard(shard: pg.Client, id: number, name: string): Promise<void> {
  await shard.query(
    `insert into shard_meta (shard_id, name, incarnation)
     values ($1, $2, (extract(epoch from clock_timestamp()) * 1000)::bigint) on conflict do nothing`,
    [id, name],
  );
  const { rows } = await shard.query<{ shard_id: number; name: string }>('select shard_id, name from shard_meta');
  const [found] = rows;
  if (found?.shard_id === id && found.name === name) return;
  throw new Error(`the url of ${name} leads to a database that is ${found?.name} (${found?.shard_id}) already`);
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
