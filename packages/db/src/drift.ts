import type { Database } from './database.js';
import { statement } from './repository-files.js';

const DRIFT = statement('counter_drift');
/** Newer than any id. */
const NEWEST = '9223372036854775807';
/** The newest messages of a conversation that a look takes in. */
const DEPTH = 500;

/** Something that was counted and does not add up. */
export type Drift = {
  conversationId: string;
  /** ord, gap, head, rev, read, members or readers: what prisma/sql/query/counter_drift.sql compares. */
  what: string;
  seq: number;
  expected: number;
  found: number;
};

export type DriftPage = {
  drifts: Drift[];
  conversations: number;
  /** Where the next page begins; null: these were the oldest. */
  next: string | null;
};

/** Recounts a page of a shard's conversations, the newest first. Changes nothing. */
export async function counterDrift(shard: Database, from: string | null, limit: number): Promise<DriftPage> {
  const before = from ?? NEWEST;
  const ids = await shard.pool.query<{ id: string }>({
    name: 'drift_page',
    text: 'select conversation_id::text as id from conversation_head where conversation_id < $1 order by conversation_id desc limit $2',
    values: [before, limit],
  });
  const { rows } = await shard.pool.query<{
    conversation_id: string;
    what: string;
    seq: string;
    expected: string;
    found: string;
  }>({ ...DRIFT, values: [before, limit, DEPTH] });
  return {
    conversations: ids.rows.length,
    next: ids.rows.length < limit ? null : (ids.rows.at(-1)?.id ?? null),
    drifts: rows.map((row) => ({
      conversationId: row.conversation_id,
      what: row.what,
      seq: Number(row.seq),
      expected: Number(row.expected),
      found: Number(row.found),
    })),
  };
}
