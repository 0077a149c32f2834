import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { appendAudit, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { revokeDeviceIn } from '../auth/revoke-access.js';
import { RevokedAccess } from '../auth/revoked-access.js';
import type { RequestOrigin } from '../http/request.js';
import { Clock } from '../platform/clock.js';

/** Signs one of the actor's own devices out; another's device looks like none. */
@Injectable()
export class RevokeDevice {
  constructor(
    private readonly router: ShardRouter,
    private readonly revoked: RevokedAccess,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor, deviceId: string, from: RequestOrigin): Promise<void> {
    const at = new Date(this.clock.now());
    await this.router.directory.tx(async (tx) => {
      const mine = await revokeDeviceIn(tx, { userId: actor.userId, deviceId, at, reason: 'signed-out' });
      if (!mine) throw new ParleyError('DEVICE_NOT_FOUND');
      const { address, userAgent } = from;
      const data = { byDevice: actor.deviceId, address, userAgent };
      await appendAudit(tx, { at, actorId: actor.userId, action: 'device.revoked', target: deviceId, data });
    });
    await this.revoked.announce();
  }
}
