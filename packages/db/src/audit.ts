import { createHash } from 'node:crypto';
import type { Database } from './database.js';
import type { Tx } from './tx.js';

/** Who did what, when, to what. `data` holds where from, before and after; never a secret. */
export type AuditEntry = {
  at: Date;
  actorId: string | null;
  action: string;
  target: string | null;
  data: object;
};

export type AuditVerdict =
  | { ok: true; entries: number; head: string }
  | { ok: false; seq: number; reason: 'missing entry' | 'broken link' | 'changed entry' };

type Row = {
  seq: string;
  at: Date;
  actor_id: string | null;
  action: string;
  target: string | null;
  data: unknown;
  prev_hash: Uint8Array;
  hash: Uint8Array;
};

const AUDIT_LOCK = 1886544995;
const GENESIS = Buffer.alloc(32);
const PAGE = 1000;

/** Sorted keys, no spaces: the same entry always has the same bytes, also after a round trip through jsonb. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

function hashOf(prevHash: Uint8Array, seq: string, entry: AuditEntry): Buffer {
  const { at, actorId, action, target, data } = entry;
  const body = canonicalJson({ seq, at: at.toISOString(), actorId, action, target, data });
  return createHash('sha256').update(prevHash).update(body).digest();
}

/**
 * Adds to this database's chain, in the transaction of the act: both commit or neither does. Takes the chain's lock till
 * commit, so call it last, after the rows of the act.
 */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const data = Object(JSON.parse(JSON.stringify(entry.data))) as object;
  await tx.query('select pg_advisory_xact_lock($1::bigint)::text', [AUDIT_LOCK]);
  const [last] = await tx.query<{ seq: string; hash: Uint8Array }>(
    // Qualified: a bare `seq` would be the text column of the answer, where 9 sorts after 10.
    'select a.seq::text, a.hash from audit_entry a order by a.seq desc limit 1',
  );
  const seq = String(BigInt(last?.seq ?? 0) + 1n);
  const prevHash = last?.hash ?? GENESIS;
  await tx.query(
    `insert into audit_entry (seq, at, actor_id, action, target, data, prev_hash, hash)
     values ($1::text::bigint, $2::text::timestamptz, $3::text::bigint, $4, $5, $6::text::jsonb, decode($7, 'hex'), decode($8, 'hex'))`,
    [
      seq,
      entry.at.toISOString(),
      entry.actorId,
      entry.action,
      entry.target,
      JSON.stringify(data),
      Buffer.from(prevHash).toString('hex'),
      hashOf(prevHash, seq, { ...entry, data }).toString('hex'),
    ],
  );
}

/** Walks the whole chain of a database; names the first entry that isn't what was written. */
export async function verifyAudit(database: Database): Promise<AuditVerdict> {
  let seq = 0n;
  let head: Uint8Array = GENESIS;
  for (;;) {
    const { rows } = await database.pool.query<Row>('select * from audit_entry where seq > $1 order by seq limit $2', [
      String(seq),
      PAGE,
    ]);
    for (const row of rows) {
      seq += 1n;
      const entry = {
        at: row.at,
        actorId: row.actor_id,
        action: row.action,
        target: row.target,
        data: Object(row.data) as object,
      };
      if (row.seq !== String(seq)) return { ok: false, seq: Number(seq), reason: 'missing entry' };
      if (!Buffer.from(row.prev_hash).equals(head)) return { ok: false, seq: Number(seq), reason: 'broken link' };
      if (!hashOf(row.prev_hash, row.seq, entry).equals(row.hash))
        return { ok: false, seq: Number(seq), reason: 'changed entry' };
      head = row.hash;
    }
    if (rows.length < PAGE) return { ok: true, entries: Number(seq), head: Buffer.from(head).toString('hex') };
  }
}
