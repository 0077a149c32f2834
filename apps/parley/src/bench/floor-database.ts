import { ShardRouter, type DatabaseUrls } from '@parley/db';

import { clusterCpu, parentOf, type ClusterCpu } from './floor-cpu.js';
import type { Profile } from './floor-profile.js';

/** Two shards as in production, with the buckets as migration gave them out. */
export type Floor = { router: ShardRouter; postmasters: readonly number[] };

export async function openFloor(urls: DatabaseUrls): Promise<Floor> {
  const router = await ShardRouter.open(urls, { applicationName: 'parley-floor' });
  const postmasters = await Promise.all(
    router.shards.map(async ({ pool }) => {
      const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
      return parentOf(rows[0]?.pid ?? 0);
    }),
  );
  return { router, postmasters: [...new Set(postmasters)] };
}

/** Conversation heads and inbox heads; the floor measures the two hot statements and nothing around them. */
export async function seedFloor(floor: Floor, profile: Profile): Promise<void> {
  const { router } = floor;
  const ids = [...profile.directs, ...profile.groups].map(({ id }) => id);
  for (const [shard, own] of router.groupByShard(ids, (id) => id)) {
    await shard.pool.query('insert into conversation_head (conversation_id) select * from unnest($1::bigint[])', [own]);
  }
  for (const [shard, own] of router.groupByShard(profile.userIds, (id) => id)) {
    await shard.pool.query('insert into inbox_head (user_id, incarnation) select u, 1 from unnest($1::bigint[]) u', [
      own,
    ]);
  }
  for (const shard of router.shards)
    await shard.pool.query('vacuum analyze conversation_head, inbox_head, shard_bucket');
}

export type Reading = ClusterCpu & { client: number; wal: number; hot: number; updates: number; at: number };

/** Everything that is measured, read before and after; counters of Postgres lag a second behind, so let it settle first. */
export async function read(floor: Floor): Promise<Reading> {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const usage = process.cpuUsage();
  const total: Reading = {
    backends: 0,
    helpers: 0,
    client: usage.user + usage.system,
    wal: 0,
    hot: 0,
    updates: 0,
    at: Date.now(),
  };
  for (const postmaster of floor.postmasters) {
    const cpu = clusterCpu(postmaster);
    total.backends += cpu.backends;
    total.helpers += cpu.helpers;
  }
  for (const { pool } of floor.router.shards) {
    const { rows } = await pool.query<{ wal: string; hot: string; updates: string }>(
      `select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as wal, sum(n_tup_hot_upd)::text as hot, sum(n_tup_upd)::text as updates
         from pg_stat_user_tables where relname in ('conversation_head', 'inbox_head')`,
    );
    total.wal += Number(rows[0]?.wal);
    total.hot += Number(rows[0]?.hot);
    total.updates += Number(rows[0]?.updates);
  }
  return total;
}
