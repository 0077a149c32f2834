import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LIMITS } from '@parley/contract';
import type { Platform, Session } from '@parley/contract';
import { deviceKind, type SignedIn, surplusDevices } from '@parley/core';
import { appendAudit, type Tx } from '@parley/db';
import { OrgRules } from '../org/org-rules.js';
import { ReadMe } from '../org/read-me.js';
import { Clock } from '../platform/clock.js';
import { AccessTokens } from './access-tokens.js';
import type { Actor } from './actor.js';
import { firstRefreshToken, hashSecret } from './refresh-token.js';
import { revokeDeviceIn } from './revoke-access.js';
import { addRefreshToken, forgetExpired, keepOrAddDevice, signedInDevices } from './session.repo.js';

type DeviceInput = {
  deviceId?: string | undefined;
  name: string;
  platform: Platform;
  tablet?: boolean | undefined;
};

/** A sign-in on a device: what the answer tells, and the refresh token, whose way out (cookie or body) glue decides. */
export type OpenedSession = { session: Session; refreshToken: string };

/** A device and its first refresh token: the shared end of signing in and setting up. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly me: ReadMe,
    private readonly rules: OrgRules,
    private readonly clock: Clock,
  ) {}

  /** In the transaction of the sign-in, which holds the user; the caller has made sure that they may. */
  async begin(
    tx: Tx,
    userId: string,
    { device, address }: { device: DeviceInput; address: string },
  ): Promise<{ deviceId: string; refreshToken: string }> {
    const now = new Date(this.clock.now());
    await forgetExpired(tx, now);
    const kind = deviceKind(device);
    const deviceId = await keepOrAddDevice(tx, { ...device, kind, address, userId, newId: newDeviceId(), now });
    await this.endSurplus(tx, userId, { deviceId, kind, lastSeenAt: now.getTime() });
    const refreshToken = firstRefreshToken();
    await addRefreshToken(tx, {
      hash: hashSecret(refreshToken),
      deviceId,
      userId,
      family: String(now.getTime()),
      now,
      expiresAt: new Date(now.getTime() + LIMITS.refreshTokenTtlMs),
    });
    return { deviceId, refreshToken };
  }

  /** The org limits how many devices of a kind one has: those used least lately are signed out. */
  private async endSurplus(tx: Tx, userId: string, newest: SignedIn): Promise<void> {
    const surplus = surplusDevices(await signedInDevices(tx, userId), newest, await this.rules.policy());
    for (const deviceId of surplus) {
      const at = new Date(newest.lastSeenAt);
      await revokeDeviceIn(tx, { userId, deviceId, at, reason: 'replaced' });
      const data = { reason: 'replaced', byDevice: newest.deviceId };
      await appendAudit(tx, { at, actorId: userId, action: 'device.revoked', target: deviceId, data });
    }
  }

  /** After the commit. */
  async describe(actor: Actor, refreshToken: string): Promise<OpenedSession> {
    const [{ token, expiresAt }, me] = await Promise.all([this.tokens.sign(actor), this.me.execute(actor)]);
    const session = { accessToken: token, accessExpiresAt: expiresAt, serverTime: this.clock.now(), me };
    return { session, refreshToken };
  }
}

/** Random, so that a device id says nothing and can't be guessed. */
export function newDeviceId(): string {
  return `d_${randomBytes(12).toString('base64url')}`;
}
