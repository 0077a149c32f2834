import type { Directory, Tx } from '@parley/db';

export async function orgExists(directory: Directory): Promise<boolean> {
  return (await directory.prisma.org.count()) > 0;
}

/** false: there is one. Two at once wait for each other on the one row that there can be. */
export async function insertOrg(tx: Tx, name: string, now: Date): Promise<boolean> {
  const rows = await tx.query<{ id: number }>(
    'insert into org (id, name, created_at) values (1, $1, $2) on conflict (id) do nothing returning id',
    [name, now],
  );
  return rows.length > 0;
}

export async function isSetupToken(directory: Directory, hash: string, now: Date): Promise<boolean> {
  return (await directory.prisma.setupToken.count({ where: { hash, usedAt: null, expiresAt: { gt: now } } })) > 0;
}

/** false: it was used, replaced or has expired. */
export async function takeSetupToken(tx: Tx, hash: string, now: Date): Promise<boolean> {
  const rows = await tx.query<{ hash: string }>(
    'update setup_token set used_at = $2 where hash = $1 and used_at is null and expires_at > $2 returning hash',
    [hash, now],
  );
  return rows.length > 0;
}

/** Only the newest link works: an older one may lie in a log or a chat. */
export async function replaceSetupToken(tx: Tx, token: { hash: string; now: Date; expiresAt: Date }): Promise<void> {
  await tx.query('delete from setup_token where used_at is null', []);
  await tx.query('insert into setup_token (hash, created_at, expires_at) values ($1, $2, $3)', [
    token.hash,
    token.now,
    token.expiresAt,
  ]);
}
