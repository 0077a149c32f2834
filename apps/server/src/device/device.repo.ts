import type { Directory } from '@parley/db';

export type DeviceRow = { id: string; name: string; platform: string; createdAt: Date; lastSeenAt: Date | null };

/** The signed-in devices of a user, the last used first. */
export function findDevices(directory: Directory, userId: string): Promise<DeviceRow[]> {
  return directory.prisma.device.findMany({
    where: { userId: BigInt(userId), revokedAt: null },
    select: { id: true, name: true, platform: true, createdAt: true, lastSeenAt: true },
    orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { id: 'asc' }],
    take: 500,
  });
}
