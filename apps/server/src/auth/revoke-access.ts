import { appendRevocation } from '@parley/db';
import type { Tx } from '@parley/db';
import { markDeviceRevoked, markDevicesRevoked, type RevokedReason } from './revocation.repo.js';

/** Signs a device out, in the transaction of the act; false when it isn't the user's or was signed out before. */
export async function revokeDeviceIn(
  tx: Tx,
  device: { userId: string; deviceId: string; at: Date; reason?: RevokedReason },
): Promise<boolean> {
  if (!(await markDeviceRevoked(tx, device))) return false;
  await appendRevocation(tx, device);
  return true;
}

/** Signs every device of a user out, for good: access tokens of today stay dead even if the user comes back. */
export async function revokeAllDevicesIn(tx: Tx, userId: string, at: Date): Promise<number> {
  const deviceIds = await markDevicesRevoked(tx, { userId, at });
  for (const deviceId of deviceIds) await appendRevocation(tx, { userId, deviceId, at });
  return deviceIds.length;
}

/** Signs every device of a user out but the one on which they ask for it. */
export async function revokeOtherDevicesIn(
  tx: Tx,
  { userId, keep, at }: { userId: string; keep: string; at: Date },
): Promise<string[]> {
  const deviceIds = await markDevicesRevoked(tx, { userId, at, keep, reason: 'signed-out' });
  for (const deviceId of deviceIds) await appendRevocation(tx, { userId, deviceId, at });
  return deviceIds;
}

/**
 * Says that the user as a whole is unwelcome: sockets close without looking at their devices. An entry without a device means that
 * the user's status changed; whoever reads it takes the status of that moment.
 */
export async function revokeUserIn(tx: Tx, userId: string, at: Date): Promise<number> {
  const devices = await revokeAllDevicesIn(tx, userId, at);
  await appendRevocation(tx, { userId, deviceId: null, at });
  return devices;
}

/** Says that the user is welcome again, to whoever has read otherwise. */
export async function admitUserIn(tx: Tx, userId: string, at: Date): Promise<void> {
  await appendRevocation(tx, { userId, deviceId: null, at });
}
