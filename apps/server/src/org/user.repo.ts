import type { Directory, Tx } from '@parley/db';

export type UserRow = { id: bigint; login: string; name: string; status: string };

const SUMMARY = { id: true, login: true, name: true, status: true } as const;
/** No code point is higher, and bytes sort as code points do: the end of the range of a prefix. */
const LAST = '\u{10FFFF}';

/** People and bots; the doctor's users are nobody. */
export function findUsersById(directory: Directory, ids: readonly string[]): Promise<UserRow[]> {
  return directory.prisma.user.findMany({
    where: { id: { in: ids.map(BigInt) }, kind: { not: 'system' } },
    select: SUMMARY,
  });
}

/** The part of a question that wants every token to begin a term of a person `u`; the first token is parameter `from`. */
function beginsTerms(tokens: readonly string[], from: number): string {
  const matches = tokens.map((_, at) => {
    const token = `$${at + from}`;
    return `and u.id in (select t.user_id from user_term t where t.term >= ${token} and t.term < ${token} || $1)`;
  });
  return matches.join(' ');
}

/** Those among these people, by name, of whom every token begins a term; a disabled account is found, too. */
export async function searchAmong(
  directory: Directory,
  { tokens, userIds, limit }: { tokens: readonly string[]; userIds: readonly string[]; limit: number },
): Promise<string[]> {
  const { rows } = await directory.pool.query<{ id: string }>(
    `select u.id::text from app_user u
      where u.id = any ($2::bigint[]) and u.kind <> 'system' and $1::text is not null ${beginsTerms(tokens, 4)}
      order by lower(u.name), u.id limit $3`,
    [LAST, userIds, limit, ...tokens],
  );
  return rows.map(({ id }) => id);
}

/** Active people of whom every token begins a term; without tokens everybody, by name. */
export async function searchUsers(directory: Directory, tokens: readonly string[], limit: number): Promise<UserRow[]> {
  const { rows } = await directory.pool.query<{ id: string; login: string; name: string; status: string }>(
    `select u.id, u.login, u.name, u.status from app_user u
      where u.kind = 'person' and u.status = 'active' ${tokens.length === 0 ? 'and $1::text is not null' : ''} ${beginsTerms(tokens, 2)}
      order by lower(u.name), u.id limit $${tokens.length + 2}`,
    [LAST, ...tokens, limit],
  );
  return rows.map((row) => ({ ...row, id: BigInt(row.id) }));
}

export type NewUser = {
  id: string;
  login: string;
  name: string;
  role: 'member' | 'admin' | 'owner';
  passwordHash: string;
  terms: readonly string[];
  now: Date;
};

/** false: the login is taken. */
export async function insertUser(tx: Tx, user: NewUser): Promise<boolean> {
  const added = await tx.query<{ id: string }>(
    `insert into app_user (id, login, name, role, created_at) values ($1, $2, $3, $4, $5)
     on conflict (lower(login)) do nothing returning id`,
    [user.id, user.login, user.name, user.role, user.now],
  );
  if (added.length === 0) return false;
  await tx.query('insert into credential (user_id, password_hash, updated_at) values ($1, $2, $3)', [
    user.id,
    user.passwordHash,
    user.now,
  ]);
  await tx.query('insert into user_term (term, user_id) select unnest($1::text[]), $2', [user.terms, user.id]);
  return true;
}

/** The person behind a login, locked: sign-ins that run now wait and then see what was done. */
export async function holdPerson(tx: Tx, login: string): Promise<{ userId: string; status: string } | null> {
  const rows = await tx.query<{ id: string; status: string }>(
    "select id::text, status from app_user where lower(login) = lower($1) and kind = 'person' for update",
    [login],
  );
  return rows[0] === undefined ? null : { userId: rows[0].id, status: rows[0].status };
}

export async function markDisabled(tx: Tx, userId: string, at: Date): Promise<void> {
  await tx.query("update app_user set status = 'disabled', disabled_at = $2 where id = $1", [userId, at]);
}

export async function markEnabled(tx: Tx, userId: string): Promise<void> {
  await tx.query("update app_user set status = 'active', disabled_at = null where id = $1", [userId]);
}

export async function storePassword(tx: Tx, row: { userId: string; passwordHash: string; at: Date }): Promise<void> {
  await tx.query(
    `insert into credential (user_id, password_hash, updated_at) values ($1, $2, $3)
     on conflict (user_id) do update set password_hash = excluded.password_hash, updated_at = excluded.updated_at`,
    [row.userId, row.passwordHash, row.at],
  );
}

export type MeRow = {
  login: string;
  name: string;
  status: string;
  role: 'member' | 'admin' | 'owner';
  locale: string | null;
  org_name: string | null;
};

export async function findMe(directory: Directory, userId: string): Promise<MeRow | null> {
  const { rows } = await directory.pool.query<MeRow>(
    `select u.login, u.name, u.status, u.role, u.locale, o.name as org_name
       from app_user u left join org o on true where u.id = $1`,
    [userId],
  );
  return rows[0] ?? null;
}
