import type { Directory, Tx } from '@parley/db';
import type { Actor } from './actor.js';

export type AccountRow = {
  user_id: string;
  login: string;
  role: Actor['role'];
  status: 'active' | 'disabled';
  password_hash: string | null;
};

/** Only people have passwords; what isn't a person looks like nobody. */
export async function findAccount(directory: Directory, login: string): Promise<AccountRow | null> {
  const { rows } = await directory.pool.query<AccountRow>(
    `select u.id::text as user_id, u.login, u.role, u.status, c.password_hash
       from app_user u left join credential c on c.user_id = u.id
      where lower(u.login) = lower($1) and u.kind = 'person'`,
    [login],
  );
  return rows[0] ?? null;
}

/**
 * The account as it is now, held until commit against being disabled: disabling locks the row for itself, so either it
 * sees the device of this sign-in or this sign-in sees it. Sign-ins of one account take turns, so that each counts the devices of
 * those before it.
 */
export async function holdAccount(tx: Tx, userId: string): Promise<Pick<AccountRow, 'role' | 'status'> | null> {
  const rows = await tx.query<Pick<AccountRow, 'role' | 'status'>>(
    'select role, status from app_user where id = $1 for no key update',
    [userId],
  );
  return rows[0] ?? null;
}
