import type { SignedIn } from '@parley/core';
import type { Tx } from '@parley/db';
import type { Actor } from './actor.js';

type DeviceColumns = {
  deviceId?: string | undefined;
  name: string;
  platform: string;
};

export type RefreshRow = {
  device_id: string;
  user_id: string;
  family: string;
  role: Actor['role'];
  used_at: Date | null;
  expires_at: Date;
  device_revoked: boolean;
  revoked_reason: string | null;
  user_disabled: boolean;
};

/**
 * Keeps the device that signs in again, if it is this user's and still welcome; else makes one with the new id. The old
 * tokens of a kept device go: they belong to a sign-in that is over.
 */
export async function keepOrAddDevice(
  tx: Tx,
  input: DeviceColumns & { userId: string; newId: string; kind: string; address: string; now: Date },
): Promise<string> {
  const { userId, deviceId = null, name, platform, kind, address, newId, now } = input;
  await tx.query('delete from refresh_token where device_id = $1 and user_id = $2', [deviceId, userId]);
  const kept = await tx.query<{ id: string }>(
    `update device set name = case when renamed then name else $3 end, platform = $4, last_seen_at = $5, kind = $6, address = $7
      where id = $1 and user_id = $2 and revoked_at is null returning id`,
    [deviceId, userId, name, platform, now, kind, address],
  );
  if (kept[0] !== undefined) return kept[0].id;
  await tx.query(
    `insert into device (id, user_id, name, platform, created_at, last_seen_at, kind, address)
     values ($1, $2, $3, $4, $5, $5, $6, $7)`,
    [newId, userId, name, platform, now, kind, address],
  );
  return newId;
}

/** The devices that a user is signed in on; whoever signs in holds the user, so there is no other sign-in meanwhile. */
export async function signedInDevices(tx: Tx, userId: string): Promise<SignedIn[]> {
  const rows = await tx.query<{ id: string; kind: string; last_seen_at: Date | null }>(
    'select id, kind, last_seen_at from device where user_id = $1 and revoked_at is null',
    [userId],
  );
  return rows.map((row) => ({ deviceId: row.id, kind: row.kind, lastSeenAt: row.last_seen_at?.getTime() ?? 0 }));
}

export async function addRefreshToken(
  tx: Tx,
  token: { hash: string; deviceId: string; userId: string; family: string; now: Date; expiresAt: Date },
): Promise<void> {
  await tx.query(
    `insert into refresh_token (hash, device_id, user_id, family, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (hash) do nothing`,
    [token.hash, token.deviceId, token.userId, token.family, token.now, token.expiresAt],
  );
}

/** Two that show the same token take turns here, and the second sees what the first did. */
export async function holdRefreshToken(tx: Tx, hash: string): Promise<RefreshRow | null> {
  const rows = await tx.query<RefreshRow>(
    `select t.device_id, t.user_id::text, t.family::text, u.role, t.used_at, t.expires_at,
            d.revoked_at is not null as device_revoked, d.revoked_reason, u.status <> 'active' as user_disabled
       from refresh_token t join device d on d.id = t.device_id join app_user u on u.id = t.user_id
      where t.hash = $1 for update of t`,
    [hash],
  );
  return rows[0] ?? null;
}

export async function findUsedAt(tx: Tx, hash: string): Promise<{ usedAt: Date | null } | null> {
  const rows = await tx.query<{ used_at: Date | null }>('select used_at from refresh_token where hash = $1', [hash]);
  return rows[0] === undefined ? null : { usedAt: rows[0].used_at };
}

export async function markUsed(tx: Tx, hash: string, now: Date): Promise<void> {
  await tx.query('update refresh_token set used_at = $2 where hash = $1', [hash, now]);
}

export async function touchDevice(tx: Tx, deviceId: string, seen: { at: Date; address: string }): Promise<void> {
  await tx.query('update device set last_seen_at = $2, address = $3 where id = $1', [deviceId, seen.at, seen.address]);
}

/** Long used tokens of this device: reuse is watched for a week, a row per quarter of an hour would pile up otherwise. */
export async function forgetLongUsed(tx: Tx, deviceId: string, before: Date): Promise<void> {
  await tx.query('delete from refresh_token where device_id = $1 and used_at < $2', [deviceId, before]);
}

/** A bounded share of what nobody can use any more; sign-ins are rare enough to carry it. */
export async function forgetExpired(tx: Tx, now: Date): Promise<void> {
  await tx.query(
    `delete from refresh_token where hash in
       (select hash from refresh_token where expires_at < $1 order by expires_at limit 200 for update skip locked)`,
    [now],
  );
}
