import type { Directory } from '@parley/db';

export type MintedUser = { id: string; login: string };
export type MintedPair = { low: string; high: string; conversationId: string };

export async function findUsersByLogin(directory: Directory, logins: readonly string[]): Promise<MintedUser[]> {
  const { rows } = await directory.pool.query<MintedUser>(
    'select id::text, login from app_user where login = any ($1)',
    [logins],
  );
  return rows;
}

/** Bots without a credential: nobody can sign in as them, and the search for people doesn't show them. */
export async function addBots(directory: Directory, users: readonly (MintedUser & { name: string })[]): Promise<void> {
  await directory.pool.query(
    `insert into app_user (id, login, name, kind)
     select u.id, u.login, u.name, 'bot' from unnest($1::bigint[], $2::text[], $3::text[]) u(id, login, name)
     on conflict (lower(login)) do nothing`,
    [users.map(({ id }) => id), users.map(({ login }) => login), users.map(({ name }) => name)],
  );
}

/** Devices with ids of their own choice, there and welcome, without a refresh token. */
export async function keepDevices(
  directory: Directory,
  { devices, name, now }: { devices: readonly { userId: string; deviceId: string }[]; name: string; now: Date },
): Promise<void> {
  await directory.pool.query(
    `insert into device (id, user_id, name, platform, created_at, last_seen_at)
     select d.id, d.user_id, $3, 'bot', $4, $4 from unnest($1::text[], $2::bigint[]) d(id, user_id)
     on conflict (id) do update set last_seen_at = excluded.last_seen_at`,
    [devices.map(({ deviceId }) => deviceId), devices.map(({ userId }) => userId), name, now],
  );
}

/** Reserves the conversations of these pairs; a pair that has one keeps it. Answers the ids that count. */
export async function keepPairs(directory: Directory, pairs: readonly MintedPair[]): Promise<MintedPair[]> {
  const values = [
    pairs.map(({ low }) => low),
    pairs.map(({ high }) => high),
    pairs.map(({ conversationId }) => conversationId),
  ];
  await directory.pool.query(
    `insert into direct_pair (low_user, high_user, conversation_id, created_by, state)
     select p.low, p.high, p.id, p.low, 'ready' from unnest($1::bigint[], $2::bigint[], $3::bigint[]) p(low, high, id)
     on conflict (low_user, high_user) do nothing`,
    values,
  );
  const { rows } = await directory.pool.query<MintedPair>(
    `select d.low_user::text as low, d.high_user::text as high, d.conversation_id::text as "conversationId"
       from direct_pair d join unnest($1::bigint[], $2::bigint[]) p(low, high) on p.low = d.low_user and p.high = d.high_user`,
    values.slice(0, 2),
  );
  return rows;
}
