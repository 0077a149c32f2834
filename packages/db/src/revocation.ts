import type { Directory } from './database.js';
import type { Tx } from './tx.js';

/** deviceId null = every device of the user. */
export type Revocation = { version: number; userId: string; deviceId: string | null; at: Date };

/** In the transaction of the act; call it late, it takes the counter's lock till commit. */
export async function appendRevocation(
  tx: Tx,
  revocation: { userId: string; deviceId: string | null; at: Date },
): Promise<number> {
  const rows = await tx.query<{ version: string }>(
    'select append_revocation($1::text::bigint, $2, $3::text::timestamptz)::text as version',
    [revocation.userId, revocation.deviceId, revocation.at.toISOString()],
  );
  return Number(rows[0]?.version);
}

/** Versions commit in order: after n has been read, nothing ≤ n will appear. */
export async function revocationsAfter(directory: Directory, version: number, limit: number): Promise<Revocation[]> {
  const { rows } = await directory.pool.query<{ version: string; user_id: string; device_id: string | null; at: Date }>(
    {
      name: 'revocations_after',
      text: 'select version, user_id, device_id, at from revocation where version > $1 order by version limit $2',
      values: [version, limit],
    },
  );
  return rows.map((row) => ({
    version: Number(row.version),
    userId: row.user_id,
    deviceId: row.device_id,
    at: row.at,
  }));
}

export async function revocationHead(directory: Directory): Promise<number> {
  const { rows } = await directory.pool.query<{ version: string }>(
    'select coalesce(max(version), 0) as version from revocation',
  );
  return Number(rows[0]?.version ?? 0);
}
