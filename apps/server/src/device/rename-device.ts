import { Injectable } from '@nestjs/common';
import { type Device, ParleyError } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { renameDevice } from './device.repo.js';
import { toDevice } from './device.view.js';

/** Calls one of the actor's own devices something else; another's device looks like none. */
@Injectable()
export class RenameDevice {
  constructor(private readonly router: ShardRouter) {}

  async execute({ userId, deviceId: current }: Actor, deviceId: string, name: string): Promise<Device> {
    const row = await renameDevice(this.router.directory, { userId, deviceId, name });
    if (row === null) throw new ParleyError('DEVICE_NOT_FOUND');
    return toDevice(row, current);
  }
}
