import type { Shard, Tx } from '@parley/db';

/** `preferences`: what was chosen, as it was stored. */
export type PreferenceRow = { version: number; preferences: Record<string, unknown> };

const READ = 'select version::float8 as version, preferences from user_preferences where user_id = $1';

/** undefined: nothing was ever chosen. */
export async function storedPreferences(source: Shard | Tx, userId: string): Promise<PreferenceRow | undefined> {
  const rows =
    'pool' in source
      ? (await source.pool.query<PreferenceRow>({ name: 'user_preferences', text: READ, values: [userId] })).rows
      : await source.query<PreferenceRow>(READ, [userId]);
  return rows[0];
}

/** What else is stored there stays: it may be of a later release. */
export async function storePreferences(
  tx: Tx,
  userId: string,
  change: { version: number; preferences: object },
): Promise<void> {
  await tx.query(
    `insert into user_preferences (user_id, version, preferences) values ($1, $2, $3::text::jsonb)
     on conflict (user_id) do update
       set version = excluded.version, preferences = user_preferences.preferences || excluded.preferences`,
    [userId, change.version, JSON.stringify(change.preferences)],
  );
}
