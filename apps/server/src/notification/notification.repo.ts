import type { Shard, Tx } from '@parley/db';

/** As it was stored; undefined: nothing was ever set. */
export async function storedSettings(source: Shard | Tx, userId: string): Promise<object | undefined> {
  const text = 'select settings from notification_settings where user_id = $1';
  const rows =
    'pool' in source
      ? (await source.pool.query<{ settings: object }>({ name: 'notification_settings', text, values: [userId] })).rows
      : await source.query<{ settings: object }>(text, [userId]);
  return rows[0]?.settings;
}

export async function storeSettings(tx: Tx, userId: string, row: { version: number; settings: object }): Promise<void> {
  await tx.query(
    `insert into notification_settings (user_id, version, settings) values ($1, $2, $3::text::jsonb)
     on conflict (user_id) do update set version = excluded.version, settings = excluded.settings`,
    [userId, row.version, JSON.stringify(row.settings)],
  );
}
