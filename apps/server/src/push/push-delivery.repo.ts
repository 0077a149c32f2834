import type { Shard, Tx } from '@parley/db';

/** What is to reach one device of one person. Times in milliseconds. */
export type PushDeliveryRow = {
  userId: string;
  deviceId: string;
  conversationId: string;
  recordId: string;
  tries: number;
  expiresAt: number;
  /** Ascending; the last `fresh` of them were not pushed before. */
  seqs: number[];
  fresh: number;
  more: number;
};

/** With where it goes; null: the device is not pushed to any more. */
export type ClaimedDelivery = PushDeliveryRow & {
  target: { endpoint: string; p256dh: string; auth: string } | null;
};

type Columns = {
  user_id: string;
  device_id: string;
  conversation_id: string;
  record_id: string;
  tries: number;
  expires_ms: number;
  seqs: string[];
  fresh: number;
  more: number;
};

const COLUMNS = `d.user_id, d.device_id, d.conversation_id, d.record_id, d.tries, d.fresh, d.more, d.seqs::text[] as seqs,
  round(date_part('epoch', d.expires_at) * 1000) as expires_ms`;

function rowOf(row: Columns): PushDeliveryRow {
  return {
    userId: row.user_id,
    deviceId: row.device_id,
    conversationId: row.conversation_id,
    recordId: row.record_id,
    tries: row.tries,
    expiresAt: row.expires_ms,
    seqs: row.seqs.map(Number),
    fresh: row.fresh,
    more: row.more,
  };
}

/** What is on its way to this person's devices of a conversation, by device. */
export async function lockDeliveries(
  tx: Tx,
  { userId, conversationId }: Pick<PushDeliveryRow, 'userId' | 'conversationId'>,
): Promise<Map<string, PushDeliveryRow>> {
  const rows = await tx.query<Columns>(
    `select ${COLUMNS} from push_delivery d where user_id = $1 and conversation_id = $2 order by device_id for update`,
    [userId, conversationId],
  );
  return new Map(rows.map((row) => [row.device_id, rowOf(row)]));
}

/** In the place of an older one, which keeps its turn: a service that asked for patience is not asked sooner. */
export async function storeDelivery(tx: Tx, row: PushDeliveryRow & { dueAt: number }): Promise<void> {
  await tx.query(
    `insert into push_delivery as d (user_id, device_id, conversation_id, record_id, due_at, expires_at, seqs, fresh, more)
     values ($1, $2, $3, $4, $5, $6, $7::bigint[], $8, $9)
     on conflict (user_id, device_id, conversation_id) do update
        set record_id = excluded.record_id, expires_at = excluded.expires_at, due_at = greatest(d.due_at, excluded.due_at),
            seqs = excluded.seqs, fresh = excluded.fresh, more = excluded.more`,
    [
      row.userId,
      row.deviceId,
      row.conversationId,
      row.recordId,
      new Date(row.dueAt),
      new Date(row.expiresAt),
      row.seqs,
      row.fresh,
      row.more,
    ],
  );
}

/** Those that are due, leased to the caller. */
export async function claimDeliveries(
  shard: Shard,
  { now, limit, leaseMs }: { now: number; limit: number; leaseMs: number },
): Promise<ClaimedDelivery[]> {
  type Target = { endpoint: string | null; p256dh: string | null; auth: string | null };
  const { rows } = await shard.pool.query<Columns & Target>({
    name: 'claim_push_deliveries',
    text: `with claimed as (
             update push_delivery d set tries = d.tries + 1, due_at = $1::timestamptz + $3::int * interval '1 millisecond'
               from (select user_id, device_id, conversation_id from push_delivery where due_at <= $1
                      order by due_at limit $2 for update skip locked) k
              where d.user_id = k.user_id and d.device_id = k.device_id and d.conversation_id = k.conversation_id
             returning d.*)
           select ${COLUMNS}, s.endpoint, s.p256dh, s.auth
             from claimed d left join push_subscription s on s.user_id = d.user_id and s.device_id = d.device_id`,
    values: [new Date(now).toISOString(), limit, leaseMs],
  });
  return rows.map((row) => {
    const { endpoint, p256dh, auth } = row;
    const target = endpoint === null || p256dh === null || auth === null ? null : { endpoint, p256dh, auth };
    return { ...rowOf(row), target };
  });
}

/** Nothing is left to do. One that has taken its place meanwhile has waited for it, and comes now. */
export async function endDelivery(tx: Tx, row: PushDeliveryRow, now: number): Promise<void> {
  const key = [row.userId, row.deviceId, row.conversationId];
  await tx.query(
    'delete from push_delivery where user_id = $1 and device_id = $2 and conversation_id = $3 and record_id = $4',
    [...key, row.recordId],
  );
  await tx.query(
    `update push_delivery set due_at = $5
      where user_id = $1 and device_id = $2 and conversation_id = $3 and record_id <> $4 and tries = $6`,
    [...key, row.recordId, new Date(now), row.tries],
  );
}

/** Tried again then, whichever stands there by then. */
export async function delayDelivery(tx: Tx, row: PushDeliveryRow, dueAt: number): Promise<void> {
  await tx.query(
    `update push_delivery set due_at = $5
      where user_id = $1 and device_id = $2 and conversation_id = $3 and tries = $4`,
    [row.userId, row.deviceId, row.conversationId, row.tries, new Date(dueAt)],
  );
}
