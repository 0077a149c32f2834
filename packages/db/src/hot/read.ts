import { bucketOf } from '@parley/core';
import type { Shard } from '../database.js';
import { refusingStale } from '../errors.js';
import { compareIds, numbers } from './literals.js';

const READS = { name: 'advance_reads', text: 'select * from advance_reads($1,$2,$3,$4,$5,$6,$7)' };
const DELIVERED = { name: 'advance_delivered', text: 'select * from advance_delivered($1,$2,$3,$4,$5)' };

export type ReadReport = { conversationId: string; userId: string; seq: number };
export type ReadOutcome = {
  /** The stored watermark: the report, the head, or what was stored before, whichever is right. */
  readSeq: number;
  readOrd: number;
  rev: number;
  /** False = nothing changed, nobody has to be told. */
  moved: boolean;
};

export type ReadBatch = {
  reports: readonly ReadReport[];
  now: number;
  /** A fresh snowflake: the row that tells the readers' own devices, written only if something moved. */
  outboxId: string;
};

type Pair = { conversationId: string; userId: string; seq: number };

/** One row per (conversation, user), the highest seq of each, with the buckets and epochs that the write names. */
function distinct(shard: Shard, pairs: readonly Pair[]): { rows: Pair[]; values: string[] } {
  const highest = new Map<string, Pair>();
  for (const pair of pairs) {
    const key = `${pair.conversationId}:${pair.userId}`;
    const known = highest.get(key);
    if (known === undefined || known.seq < pair.seq) highest.set(key, pair);
  }
  const rows = [...highest.values()].sort(
    (a, b) => compareIds(a.conversationId, b.conversationId) || compareIds(a.userId, b.userId),
  );
  const buckets = [...new Set(rows.map((row) => bucketOf(row.conversationId)))].sort((a, b) => a - b);
  const values = [
    numbers(buckets),
    numbers(buckets.map((bucket) => shard.epochOf(bucket))),
    numbers(rows.map((row) => row.conversationId)),
    numbers(rows.map((row) => row.userId)),
    numbers(rows.map((row) => row.seq)),
  ];
  return { rows, values };
}

/** Moves read watermarks forward; results line up with the reports, null = not a member. Throws StaleEpoch. */
export async function advanceReads(shard: Shard, batch: ReadBatch): Promise<(ReadOutcome | null)[]> {
  if (batch.reports.length === 0) return [];
  const { rows, values } = distinct(shard, batch.reports);
  const answer = await refusingStale(
    shard.pool.query<{ idx: number; read_seq: string; read_ord: string; rev: string; moved: boolean }>({
      ...READS,
      values: [new Date(batch.now).toISOString(), batch.outboxId, ...values],
    }),
  );
  const outcomes = new Map<string, ReadOutcome>();
  for (const row of answer.rows) {
    const report = rows[row.idx - 1];
    if (report === undefined) continue;
    outcomes.set(`${report.conversationId}:${report.userId}`, {
      readSeq: Number(row.read_seq),
      readOrd: Number(row.read_ord),
      rev: Number(row.rev),
      moved: row.moved,
    });
  }
  return batch.reports.map((report) => outcomes.get(`${report.conversationId}:${report.userId}`) ?? null);
}

/** Stores delivered watermarks (coalesce them: a row update each); answers those that moved. Throws StaleEpoch. */
export async function advanceDelivered(shard: Shard, watermarks: readonly Pair[]): Promise<Pair[]> {
  if (watermarks.length === 0) return [];
  const { values } = distinct(shard, watermarks);
  const { rows } = await refusingStale(
    shard.pool.query<{ conversation_id: string; user_id: string; delivered_seq: string }>({ ...DELIVERED, values }),
  );
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    userId: row.user_id,
    seq: Number(row.delivered_seq),
  }));
}
