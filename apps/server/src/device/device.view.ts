import type { Device } from '@parley/contract';
import type { DeviceRow } from './device.repo.js';

export function toDevice(row: DeviceRow, currentId: string): Device {
  return {
    deviceId: row.id,
    name: row.name,
    platform: row.platform,
    kind: row.kind,
    address: row.address,
    createdAt: row.createdAt.getTime(),
    lastSeenAt: row.lastSeenAt?.getTime() ?? null,
    current: row.id === currentId,
  };
}
