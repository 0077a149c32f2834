import { Injectable } from '@nestjs/common';
import { appendAudit, ShardRouter } from '@parley/db';
import type { RequestOrigin } from '../http/request.js';
import { Clock } from '../platform/clock.js';
import { hashSecret } from './refresh-token.js';
import { RevokedAccess } from './revoked-access.js';
import { revokeDeviceIn } from './revoke-access.js';
import { holdRefreshToken } from './session.repo.js';

/** Signs the device of a refresh token out. Who is signed out already, or shows nothing, is signed out. */
@Injectable()
export class SignOut {
  constructor(
    private readonly router: ShardRouter,
    private readonly revoked: RevokedAccess,
    private readonly clock: Clock,
  ) {}

  async execute(token: string | null, from: RequestOrigin): Promise<void> {
    if (token === null) return;
    const at = new Date(this.clock.now());
    const ended = await this.router.directory.tx(async (tx) => {
      const row = await holdRefreshToken(tx, hashSecret(token));
      if (row === null) return false;
      const { user_id: userId, device_id: deviceId } = row;
      if (!(await revokeDeviceIn(tx, { userId, deviceId, at }))) return false;
      const { address, userAgent } = from;
      await appendAudit(tx, {
        at,
        actorId: userId,
        action: 'sign-out',
        target: deviceId,
        data: { address, userAgent },
      });
      return true;
    });
    if (ended) await this.revoked.announce();
  }
}
