import type { Shard, Tx } from '@parley/db';

export type PushRecordRow = {
  userId: string;
  recordId: string;
  conversationId: string;
  at: number;
  decision: string;
  reason: string;
  deviceId: string | null;
  answer: string | null;
  seqs: readonly number[];
};

type Columns = {
  record_id: string;
  conversation_id: string;
  at_ms: number;
  decision: string;
  reason: string;
  device_id: string | null;
  answer: string | null;
  seqs: string[];
};

export async function insertRecords(tx: Tx, rows: readonly PushRecordRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into push_record (user_id, record_id, conversation_id, at, decision, reason, device_id, answer, seqs)
     select r.u, r.i, r.c, r.t, r.d, r.r, r.v, r.a, r.s::bigint[]
       from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
         r(u, i, c, t, d, r, v, a, s)`,
    [
      rows.map(({ userId }) => userId),
      rows.map(({ recordId }) => recordId),
      rows.map(({ conversationId }) => conversationId),
      rows.map(({ at }) => new Date(at).toISOString()),
      rows.map(({ decision }) => decision),
      rows.map(({ reason }) => reason),
      rows.map(({ deviceId }) => deviceId),
      rows.map(({ answer }) => answer),
      rows.map(({ seqs }) => `{${seqs.join(',')}}`),
    ],
  );
}

/** What came of it in the end. */
export async function answerRecord(
  tx: Tx,
  { userId, recordId }: Pick<PushRecordRow, 'userId' | 'recordId'>,
  end: { answer: string | null; suppressed?: string },
): Promise<void> {
  await tx.query(
    `update push_record set answer = $3, decision = case when $4::text is null then decision else 'suppressed' end,
            reason = coalesce($4, reason)
      where user_id = $1 and record_id = $2`,
    [userId, recordId, end.answer, end.suppressed ?? null],
  );
}

type RecordPage = {
  userId: string;
  conversationId: string | null;
  seq: number | null;
  after: string | null;
  limit: number;
};

/** The newest first: record ids are made of time. */
export async function recordPage(shard: Shard, page: RecordPage): Promise<PushRecordRow[]> {
  const { userId, conversationId, seq, after, limit } = page;
  const { rows } = await shard.pool.query<Columns>({
    name: conversationId === null ? 'push_records' : 'push_records_of',
    text: `select record_id, conversation_id, round(date_part('epoch', at) * 1000) as at_ms, decision, reason, device_id, answer,
                  seqs::text[] as seqs
             from push_record
            where user_id = $1 and ${conversationId === null ? '$2::bigint is null' : 'conversation_id = $2'}
              and ($3::bigint is null or $3 = any (seqs)) and ($4::bigint is null or record_id < $4)
            order by record_id desc limit $5`,
    values: [userId, conversationId, seq, after, limit],
  });
  return rows.map((row) => ({
    userId,
    recordId: row.record_id,
    conversationId: row.conversation_id,
    at: row.at_ms,
    decision: row.decision,
    reason: row.reason,
    deviceId: row.device_id,
    answer: row.answer,
    seqs: row.seqs.map(Number),
  }));
}

/** A page of what is too old to be asked for; the number that went. */
export async function dropOldRecords(shard: Shard, before: number, limit: number): Promise<number> {
  const { rowCount } = await shard.pool.query({
    name: 'drop_push_records',
    text: `delete from push_record where (user_id, record_id) in (
             select user_id, record_id from push_record where at < $1 order by at limit $2 for update skip locked)`,
    values: [new Date(before).toISOString(), limit],
  });
  return rowCount ?? 0;
}
