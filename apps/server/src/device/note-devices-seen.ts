import { Injectable } from '@nestjs/common';
import { ShardRouter } from '@parley/db';
import { touchDevices } from './device.repo.js';

/** When devices were last seen, and where from; at most once a minute each. */
@Injectable()
export class NoteDevicesSeen {
  constructor(private readonly router: ShardRouter) {}

  async execute(devices: readonly { userId: string; deviceId: string; address: string; at: number }[]): Promise<void> {
    // The last word about each: a row can be updated once.
    const latest = new Map(devices.map((device) => [device.deviceId, device]));
    await touchDevices(this.router.directory, [...latest.values()]);
  }
}
