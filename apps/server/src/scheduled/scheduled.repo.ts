import { scheduledRow, type ScheduledColumns, type ScheduledRow, type Shard, type Tx } from '@parley/db';

const OPEN = `state not in ('sent', 'deleted')`;

/** One person's scheduled messages are counted and made one at a time. Ends with the transaction. */
export async function lockOwner(tx: Tx, userId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1::bigint)', [userId]);
}

type Key = { userId: string; conversationId: string; clientMsgId: string };

/** `same`: its words and its time are these, or were changed since. */
export async function findByKey(
  tx: Tx,
  { userId, conversationId, clientMsgId }: Key,
  first: { content: unknown; sendAt: number },
): Promise<{ row: ScheduledRow; same: boolean } | null> {
  const [row] = await tx.query<ScheduledColumns & { same: boolean }>(
    `select *, version > 1 or (content = $4::text::jsonb and send_at = $5) as same
       from scheduled_message where user_id = $1 and conversation_id = $2 and client_msg_id = $3`,
    [userId, conversationId, clientMsgId, JSON.stringify(first.content), new Date(first.sendAt).toISOString()],
  );
  return row === undefined ? null : { row: scheduledRow(row), same: row.same };
}

export async function countOpen(tx: Tx, userId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from scheduled_message where user_id = $1 and ${OPEN}`,
    [userId],
  );
  return row?.n ?? 0;
}

export type NewScheduled = Key & { scheduledId: string; content: unknown; sendAt: number; now: number };

export async function insertScheduled(tx: Tx, row: NewScheduled): Promise<ScheduledRow> {
  const [stored] = await tx.query<ScheduledColumns>(
    `insert into scheduled_message (user_id, scheduled_id, conversation_id, client_msg_id, state, content, send_at, next_at,
                                    created_at, changed_at)
     values ($1, $2, $3, $4, 'waiting', $5::text::jsonb, $6, $6, $7, $7) returning *`,
    [
      row.userId,
      row.scheduledId,
      row.conversationId,
      row.clientMsgId,
      JSON.stringify(row.content),
      new Date(row.sendAt).toISOString(),
      new Date(row.now).toISOString(),
    ],
  );
  if (stored === undefined) throw new Error('an insert gave nothing back');
  return scheduledRow(stored);
}

/** Held until the transaction ends: no worker claims it meanwhile. */
export async function lockScheduled(tx: Tx, userId: string, scheduledId: string): Promise<ScheduledRow | null> {
  const [row] = await tx.query<ScheduledColumns>(
    'select * from scheduled_message where user_id = $1 and scheduled_id = $2 for update',
    [userId, scheduledId],
  );
  return row === undefined ? null : scheduledRow(row);
}

export type ScheduledPatch = { state: string; content: unknown; sendAt: number; now: number };

/** What its owner made of it. One that waits comes up at its time; nothing else comes up. */
export async function updateScheduled(tx: Tx, row: ScheduledRow, patch: ScheduledPatch): Promise<ScheduledRow> {
  const [stored] = await tx.query<ScheduledColumns>(
    `update scheduled_message
        set state = $3, content = $4::text::jsonb, send_at = $5, changed_at = $6, version = version + 1,
            next_at = case when $3 = 'waiting' then $5::timestamptz end,
            failure = case when $3 = 'failed' then failure end
      where user_id = $1 and scheduled_id = $2 returning *`,
    [
      row.userId,
      row.scheduledId,
      patch.state,
      patch.content === null ? null : JSON.stringify(patch.content),
      new Date(patch.sendAt).toISOString(),
      new Date(patch.now).toISOString(),
    ],
  );
  if (stored === undefined) throw new Error('a locked row is gone');
  return scheduledRow(stored);
}

/** Leased to its owner's request, as the worker's claim does it; `now` becomes its time. */
export async function claimOne(tx: Tx, row: ScheduledRow, at: { now: number; leaseMs: number }): Promise<ScheduledRow> {
  const [stored] = await tx.query<ScheduledColumns>(
    `update scheduled_message
        set state = 'sending', attempts = attempts + 1, send_at = $3, changed_at = $3, failure = null,
            next_at = $3::timestamptz + $4::int * interval '1 millisecond'
      where user_id = $1 and scheduled_id = $2 returning *`,
    [row.userId, row.scheduledId, new Date(at.now).toISOString(), at.leaseMs],
  );
  if (stored === undefined) throw new Error('a locked row is gone');
  return scheduledRow(stored);
}

/** After a place of the page before, the one that is sent next first. */
export async function scheduledPage(
  shard: Shard,
  { userId, after, limit }: { userId: string; after: { sendAt: number; scheduledId: string } | null; limit: number },
): Promise<ScheduledRow[]> {
  const { rows } = await shard.pool.query<ScheduledColumns>({
    name: 'scheduled_page',
    text: `select * from scheduled_message
            where user_id = $1 and ${OPEN} and ($2::timestamptz is null or (send_at, scheduled_id) > ($2::timestamptz, $3::bigint))
            order by send_at, scheduled_id limit $4`,
    values: [userId, after === null ? null : new Date(after.sendAt).toISOString(), after?.scheduledId ?? null, limit],
  });
  return rows.map(scheduledRow);
}

export type ScheduledRef = { userId: string; scheduledId: string };

/** Whatever their state; those that are not there are missing. */
export async function scheduledByIds(shard: Shard, refs: readonly ScheduledRef[]): Promise<ScheduledRow[]> {
  const { rows } = await shard.pool.query<ScheduledColumns>({
    name: 'scheduled_by_ids',
    text: `select s.* from unnest($1::bigint[], $2::bigint[]) r(user_id, scheduled_id)
             join scheduled_message s on s.user_id = r.user_id and s.scheduled_id = r.scheduled_id`,
    values: [refs.map(({ userId }) => userId), refs.map(({ scheduledId }) => scheduledId)],
  });
  return rows.map(scheduledRow);
}

/** What was sent or deleted so long ago that no device asks for it any more; the number that went. */
export async function dropOver(shard: Shard, before: number, limit: number): Promise<number> {
  const { rowCount } = await shard.pool.query({
    name: 'drop_scheduled',
    text: `delete from scheduled_message where (user_id, scheduled_id) in (
             select user_id, scheduled_id from scheduled_message
              where state in ('sent', 'deleted') and changed_at < $1 order by changed_at limit $2 for update skip locked)`,
    values: [new Date(before).toISOString(), limit],
  });
  return rowCount ?? 0;
}
