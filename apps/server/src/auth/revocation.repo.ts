import type { Directory, Tx } from '@parley/db';

/** Of a user as a whole (device_id is null): whether they are welcome now. */
export type RevocationRow = {
  version: string;
  user_id: string;
  device_id: string | null;
  active: boolean;
  reason: string | null;
};

/**
 * Older ones matter to nobody who starts from nothing: every token of that time has expired, and no socket of a process
 * that starts now is older than its token.
 */
const STILL_MATTERS = '20 minutes';

/** What the device is told; nothing where an admin ended it. */
export type RevokedReason = 'signed-out' | 'replaced';

/** false: there is no such device of this user, or it was signed out before. */
export async function markDeviceRevoked(
  tx: Tx,
  device: { userId: string; deviceId: string; at: Date; reason?: RevokedReason },
): Promise<boolean> {
  const rows = await tx.query<{ id: string }>(
    'update device set revoked_at = $3, revoked_reason = $4 where id = $1 and user_id = $2 and revoked_at is null returning id',
    [device.deviceId, device.userId, device.at, device.reason ?? null],
  );
  return rows.length > 0;
}

/** All, or all but one. */
export async function markDevicesRevoked(
  tx: Tx,
  { userId, at, keep = '', reason }: { userId: string; at: Date; keep?: string; reason?: RevokedReason },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `update device set revoked_at = $2, revoked_reason = $4 where user_id = $1 and id <> $3 and revoked_at is null returning id`,
    [userId, at, keep, reason ?? null],
  );
  return rows.map(({ id }) => id);
}

export async function findRevocations(
  directory: Directory,
  since: string,
): Promise<{ version: string; rows: RevocationRow[] }> {
  const { rows } = await directory.pool.query<RevocationRow>(
    `select r.version::text, r.user_id::text, r.device_id, u.status = 'active' as active, d.revoked_reason as reason
       from revocation r join app_user u on u.id = r.user_id left join device d on d.id = r.device_id
      where r.version > $1 and ($1::bigint > 0 or r.at > now() - $2::interval) order by r.version`,
    [since, STILL_MATTERS],
  );
  const last = rows.at(-1)?.version;
  if (last !== undefined) return { version: last, rows };
  return { version: since === '0' ? await currentVersion(directory) : since, rows };
}

export async function currentVersion(directory: Directory): Promise<string> {
  const { rows } = await directory.pool.query<{ version: string }>(
    'select coalesce(max(version), 0)::text as version from revocation',
  );
  return rows[0]?.version ?? '0';
}
