import type { Directory } from '@parley/db';

export type PushKeyRow = { private_key: string; public_key: string };

export async function findPushKey(directory: Directory): Promise<PushKeyRow | null> {
  const { rows } = await directory.pool.query<PushKeyRow>('select private_key, public_key from push_key');
  return rows[0] ?? null;
}

/** The first process of an install makes it; the others find it. */
export async function addPushKey(directory: Directory, key: PushKeyRow): Promise<void> {
  await directory.pool.query(
    'insert into push_key (private_key, public_key) values ($1, $2) on conflict (id) do nothing',
    [key.private_key, key.public_key],
  );
}
