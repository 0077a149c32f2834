import type { Shard, Tx } from '@parley/db';

/** As it was stored; undefined: nothing was ever set. */
export async function storedStatus(source: Shard | Tx, userId: string): Promise<object | undefined> {
  const text = 'select status from user_status where user_id = $1';
  const rows =
    'pool' in source
      ? (await source.pool.query<{ status: object }>({ name: 'user_status', text, values: [userId] })).rows
      : await source.query<{ status: object }>(text, [userId]);
  return rows[0]?.status;
}

export async function storeStatus(tx: Tx, userId: string, row: { version: number; status: object }): Promise<void> {
  await tx.query(
    `insert into user_status (user_id, version, status) values ($1, $2, $3::text::jsonb)
     on conflict (user_id) do update set version = excluded.version, status = excluded.status`,
    [userId, row.version, JSON.stringify(row.status)],
  );
}
