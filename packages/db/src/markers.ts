import type { Shard } from './database.js';
import { groupBy } from './group-by.js';
import { numbers } from './hot/literals.js';
import type { ShardRouter } from './shard-router.js';

type Marker = { outbox_id: string; source_shard: number };

const PAGE = 2_000;
const FLUSH_POLLS = 50;

/**
 * Deletes the markers of outbox rows that are finished for good. A finished row's delete isn't waited for, so a crash can
 * bring the row back, and its marker must still be there then: a marker goes only after its source shard, seen without the
 * row, has flushed its log up to that moment. A source that is down keeps its markers.
 */
export async function cleanMarkers(router: ShardRouter, olderThanMs: number): Promise<number> {
  let cleaned = 0;
  for (const outcome of await router.eachShard((shard) => cleanShard(router, shard, olderThanMs))) {
    if (outcome.ok) cleaned += outcome.value;
  }
  return cleaned;
}

async function cleanShard(router: ShardRouter, shard: Shard, olderThanMs: number): Promise<number> {
  const { rows } = await shard.pool.query<Marker>(
    // Outbox ids are made of time, so the oldest stand first in the key.
    `select distinct outbox_id, source_shard from (select * from fanout_marker order by outbox_id limit $2) m
      where done_at < now() - $1::int * interval '1 millisecond'`,
    [olderThanMs, PAGE],
  );
  let cleaned = 0;
  for (const [sourceId, markers] of groupBy(rows, (row) => row.source_shard)) {
    const ids = markers.map((marker) => marker.outbox_id);
    const finished = await finishedForGood(router.byId(sourceId), ids).catch(() => []);
    const { rowCount } = await shard.pool.query(
      'delete from fanout_marker where source_shard = $1 and outbox_id = any ($2::bigint[])',
      [sourceId, numbers(finished)],
    );
    cleaned += rowCount ?? 0;
  }
  return cleaned;
}

/** Which of these rows are gone from the source, durably. */
async function finishedForGood(source: Shard, ids: readonly string[]): Promise<string[]> {
  const { rows } = await source.pool.query<{ id: string }>('select id from outbox where id = any ($1::bigint[])', [
    numbers(ids),
  ]);
  const pending = new Set(rows.map((row) => row.id));
  const { rows: at } = await source.pool.query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn');
  for (let poll = 0; poll < FLUSH_POLLS; poll++) {
    const { rows: flushed } = await source.pool.query<{ done: boolean }>(
      'select pg_current_wal_flush_lsn() >= $1::pg_lsn as done',
      [at[0]?.lsn],
    );
    if (flushed[0]?.done === true) return ids.filter((id) => !pending.has(id));
    // The log writer flushes by itself within a second.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return [];
}
