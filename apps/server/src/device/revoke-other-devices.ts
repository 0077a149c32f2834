import { Injectable } from '@nestjs/common';
import { appendAudit, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { revokeOtherDevicesIn } from '../auth/revoke-access.js';
import { RevokedAccess } from '../auth/revoked-access.js';
import type { RequestOrigin } from '../http/request.js';
import { Clock } from '../platform/clock.js';

/** Signs all of the actor's devices out but the one that asks. */
@Injectable()
export class RevokeOtherDevices {
  constructor(
    private readonly router: ShardRouter,
    private readonly revoked: RevokedAccess,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, deviceId: keep }: Actor, { address, userAgent }: RequestOrigin): Promise<number> {
    const at = new Date(this.clock.now());
    const gone = await this.router.directory.tx(async (tx) => {
      const deviceIds = await revokeOtherDevicesIn(tx, { userId, keep, at });
      for (const target of deviceIds) {
        const data = { byDevice: keep, address, userAgent };
        await appendAudit(tx, { at, actorId: userId, action: 'device.revoked', target, data });
      }
      return deviceIds.length;
    });
    await this.revoked.announce();
    return gone;
  }
}
