import { Injectable } from '@nestjs/common';
import type { Device } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { findDevices } from './device.repo.js';
import { toDevice } from './device.view.js';

@Injectable()
export class ListDevices {
  constructor(private readonly router: ShardRouter) {}

  async execute(actor: Actor): Promise<Device[]> {
    const rows = await findDevices(this.router.directory, actor.userId);
    return rows.map((row) => toDevice(row, actor.deviceId));
  }
}
