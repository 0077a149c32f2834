import type { Directory } from '@parley/db';

export type DeviceRow = {
  id: string;
  name: string;
  platform: string;
  kind: string;
  address: string | null;
  createdAt: Date;
  lastSeenAt: Date | null;
};

const SHOWN = {
  id: true,
  name: true,
  platform: true,
  kind: true,
  address: true,
  createdAt: true,
  lastSeenAt: true,
} as const;

/** The signed-in devices of a user, the last used first. */
export function findDevices(directory: Directory, userId: string): Promise<DeviceRow[]> {
  return directory.prisma.device.findMany({
    where: { userId: BigInt(userId), revokedAt: null },
    select: SHOWN,
    orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { id: 'asc' }],
    take: 500,
  });
}

/** null: there is no such device of this user, or it is signed out. */
export async function renameDevice(
  directory: Directory,
  { userId, deviceId, name }: { userId: string; deviceId: string; name: string },
): Promise<DeviceRow | null> {
  const [row] = await directory.prisma.device.updateManyAndReturn({
    where: { id: deviceId, userId: BigInt(userId), revokedAt: null },
    data: { name, renamed: true },
    select: SHOWN,
  });
  return row ?? null;
}

type Seen = { userId: string; deviceId: string; address: string; at: number };

/** Rows in the order of their ids, as every writer of many takes them. */
export async function touchDevices(directory: Directory, devices: readonly Seen[]): Promise<void> {
  await directory.pool.query({
    name: 'touch_devices',
    text: `with held as (
             select d.id, s.a, s.t from unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[]) s(i, u, a, t)
               join device d on d.id = s.i and d.user_id = s.u
              where d.last_seen_at is null or d.last_seen_at < s.t - interval '1 minute'
              order by d.id for update of d)
           update device d set last_seen_at = h.t, address = h.a from held h where d.id = h.id`,
    values: [
      devices.map(({ deviceId }) => deviceId),
      devices.map(({ userId }) => userId),
      devices.map(({ address }) => address),
      devices.map(({ at }) => new Date(at).toISOString()),
    ],
  });
}
