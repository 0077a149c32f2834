import type { Shard, Tx } from '@parley/db';

/** What waits of one conversation for one person, claimed by this process. Times in milliseconds. */
export type PushWindowRow = {
  userId: string;
  conversationId: string;
  attempt: number;
  seqs: number[];
  /** The places of their entries in the inbox. */
  places: number[];
  more: number;
  pushedAt: number | null;
  systemPushedAt: number | null;
  pushedSeqs: number[];
};

type Columns = {
  user_id: string;
  conversation_id: string;
  attempt: number;
  seqs: string[];
  places: string[];
  more: number;
  pushed_ms: number | null;
  system_ms: number | null;
  pushed_seqs: string[];
};

const COLUMNS = `w.user_id, w.conversation_id, w.attempt, w.seqs::text[] as seqs, w.places::text[] as places, w.more,
  round(date_part('epoch', w.pushed_at) * 1000) as pushed_ms, round(date_part('epoch', w.system_pushed_at) * 1000) as system_ms,
  w.pushed_seqs::text[] as pushed_seqs`;

function rowOf(row: Columns): PushWindowRow {
  return {
    userId: row.user_id,
    conversationId: row.conversation_id,
    attempt: row.attempt,
    seqs: row.seqs.map(Number),
    places: row.places.map(Number),
    more: row.more,
    pushedAt: row.pushed_ms,
    systemPushedAt: row.system_ms,
    pushedSeqs: row.pushed_seqs.map(Number),
  };
}

/** Those that are due, leased to the caller; whoever dies with them gives them back when the lease ends. */
export async function claimWindows(
  shard: Shard,
  { now, limit, leaseMs }: { now: number; limit: number; leaseMs: number },
): Promise<PushWindowRow[]> {
  const { rows } = await shard.pool.query<Columns>({
    name: 'claim_push_windows',
    text: `update push_window w set attempt = w.attempt + 1, leased_until = $1::timestamptz + $3::int * interval '1 millisecond'
             from (select user_id, conversation_id from push_window where due_at <= $1 and leased_until <= $1
                    order by due_at limit $2 for update skip locked) d
            where w.user_id = d.user_id and w.conversation_id = d.conversation_id
           returning ${COLUMNS}`,
    values: [new Date(now).toISOString(), limit, leaseMs],
  });
  return rows.map(rowOf);
}

/** As they are now, locked in the order in which fan-out locks them; those that somebody else has claimed since are missing. */
export async function lockWindows(tx: Tx, claimed: readonly PushWindowRow[]): Promise<PushWindowRow[]> {
  const rows = await tx.query<Columns>(
    `select ${COLUMNS} from push_window w
       join unnest($1::bigint[], $2::bigint[], $3::int[]) k(u, c, a) on k.u = w.user_id and k.c = w.conversation_id and k.a = w.attempt
      order by w.user_id, w.conversation_id for update of w`,
    [
      claimed.map(({ userId }) => userId),
      claimed.map(({ conversationId }) => conversationId),
      claimed.map(({ attempt }) => attempt),
    ],
  );
  return rows.map(rowOf);
}

export async function storeWindow(tx: Tx, row: PushWindowRow & { dueAt: number | null }): Promise<void> {
  await tx.query(
    `update push_window set due_at = $3, leased_until = '-infinity', seqs = $4::bigint[], places = $5::bigint[], more = $6,
            pushed_at = $7, system_pushed_at = $8, pushed_seqs = $9::bigint[]
      where user_id = $1 and conversation_id = $2`,
    [
      row.userId,
      row.conversationId,
      dateOf(row.dueAt),
      row.seqs,
      row.places,
      row.more,
      dateOf(row.pushedAt),
      dateOf(row.systemPushedAt),
      row.pushedSeqs,
    ],
  );
}

/** Whether something of this message still waits to be decided. */
export async function isWaiting(
  shard: Shard,
  { userId, conversationId, seq }: { userId: string; conversationId: string; seq: number },
): Promise<boolean> {
  const { rows } = await shard.pool.query(
    'select 1 from push_window where user_id = $1 and conversation_id = $2 and $3 = any (seqs)',
    [userId, conversationId, seq],
  );
  return rows.length > 0;
}

/** Rows that only said when something was pushed last; the number that went. */
export async function dropIdleWindows(shard: Shard, before: number, limit: number): Promise<number> {
  const { rowCount } = await shard.pool.query({
    name: 'drop_push_windows',
    text: `delete from push_window where (user_id, conversation_id) in (
             select user_id, conversation_id from push_window
              where due_at is null and (pushed_at is null or pushed_at < $1) limit $2 for update skip locked)`,
    values: [new Date(before).toISOString(), limit],
  });
  return rowCount ?? 0;
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
