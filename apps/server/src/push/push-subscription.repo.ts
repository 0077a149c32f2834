import type { Shard, Tx } from '@parley/db';
import type { PushTarget } from './push-provider.js';

export type SubscriptionKey = { userId: string; deviceId: string };

/** Fan-out reads whether somebody is pushed to under this lock, so nobody subscribes in between. */
async function lockInbox(tx: Tx, userId: string): Promise<void> {
  await tx.query(
    'insert into inbox_head (user_id, incarnation) select $1, incarnation from shard_meta on conflict do nothing',
    [userId],
  );
  await tx.query('select 1 from inbox_head where user_id = $1 for update', [userId]);
}

/**
 * One per device: another one takes its place. A browser that was signed in anew is another device under the same endpoint: it has
 * it alone, or it would show everything twice.
 */
export async function storeSubscription(
  tx: Tx,
  { userId, deviceId }: SubscriptionKey,
  { endpoint, p256dh, auth, now }: PushTarget & { now: number },
): Promise<void> {
  await lockInbox(tx, userId);
  await tx.query('delete from push_subscription where user_id = $1 and device_id <> $2 and endpoint = $3', [
    userId,
    deviceId,
    endpoint,
  ]);
  await tx.query(
    `insert into push_subscription (user_id, device_id, endpoint, p256dh, auth, created_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (user_id, device_id) do update
        set endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth, created_at = excluded.created_at`,
    [userId, deviceId, endpoint, p256dh, auth, new Date(now)],
  );
  await tx.query('update inbox_head set pushes = true where user_id = $1 and not pushes', [userId]);
}

/** Those that are still what they were when somebody found out that they are over; null: whatever it is by now. */
export async function removeSubscription(tx: Tx, key: SubscriptionKey, endpoint: string | null): Promise<boolean> {
  const { userId, deviceId } = key;
  await lockInbox(tx, userId);
  const gone = await tx.query(
    `delete from push_subscription where user_id = $1 and device_id = $2 and ($3::text is null or endpoint = $3) returning 1`,
    [userId, deviceId, endpoint],
  );
  await tx.query(
    `update inbox_head set pushes = false
      where user_id = $1 and pushes and not exists (select 1 from push_subscription s where s.user_id = $1)`,
    [userId],
  );
  return gone.length > 0;
}

/** The devices of one person that are pushed to. */
export async function subscribedDevices(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.query<{ device_id: string }>(
    'select device_id from push_subscription where user_id = $1 order by device_id',
    [userId],
  );
  return rows.map((row) => row.device_id);
}

/** A page of all subscriptions of a shard, after one. */
export async function subscriptionsAfter(
  shard: Shard,
  after: SubscriptionKey,
  limit: number,
): Promise<SubscriptionKey[]> {
  const { rows } = await shard.pool.query<{ user_id: string; device_id: string }>({
    name: 'push_subscriptions_after',
    text: `select user_id, device_id from push_subscription where (user_id, device_id) > ($1, $2)
            order by user_id, device_id limit $3`,
    values: [after.userId, after.deviceId, limit],
  });
  return rows.map((row) => ({ userId: row.user_id, deviceId: row.device_id }));
}
