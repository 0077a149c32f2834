import { Injectable } from '@nestjs/common';
import { LIMITS, ParleyError } from '@parley/contract';
import type { ErrorCode } from '@parley/contract';
import { appendAudit, ShardRouter } from '@parley/db';
import type { Tx } from '@parley/db';
import type { RequestOrigin } from '../http/request.js';
import { Clock } from '../platform/clock.js';
import { AccessTokens } from './access-tokens.js';
import { OpenSession } from './open-session.js';
import type { OpenedSession } from './open-session.js';
import { decideRefresh, hashSecret, nextRefreshToken } from './refresh-token.js';
import type { RefreshDecision } from './refresh-token.js';
import { RevokedAccess } from './revoked-access.js';
import { revokeDeviceIn } from './revoke-access.js';
import {
  addRefreshToken,
  findUsedAt,
  forgetLongUsed,
  holdRefreshToken,
  markUsed,
  touchDevice,
} from './session.repo.js';
import type { RefreshRow } from './session.repo.js';

/** Reuse of a token is recognised for this long; an older one is merely unknown. */
const WATCH_REUSE_MS = 7 * 24 * 3_600_000;

const REFUSALS: Record<RefreshDecision, ErrorCode | null> = {
  rotate: null,
  repeat: null,
  unknown: 'REFRESH_INVALID',
  revoked: 'DEVICE_REVOKED',
  disabled: 'USER_DISABLED',
  reuse: 'DEVICE_REVOKED',
};

type Outcome = { decision: RefreshDecision; row: RefreshRow | null };

/** Rotates a device's refresh token; a token that was rotated before signs the device out. docs/adr/0002-auth.md */
@Injectable()
export class RefreshSession {
  constructor(
    private readonly router: ShardRouter,
    private readonly tokens: AccessTokens,
    private readonly open: OpenSession,
    private readonly revoked: RevokedAccess,
    private readonly clock: Clock,
  ) {}

  async execute(token: string | null, from: RequestOrigin): Promise<OpenedSession> {
    if (token === null) throw new ParleyError('REFRESH_INVALID');
    const next = nextRefreshToken(await this.tokens.rotation(), token);
    const { decision, row } = await this.router.directory.tx((tx) => this.advance(tx, { token, next, from }));
    if (decision === 'reuse') await this.revoked.announce();
    const refusal = REFUSALS[decision];
    if (row === null || refusal !== null) throw new ParleyError(refusal ?? 'REFRESH_INVALID', detailsOf(decision, row));
    return this.open.describe({ userId: row.user_id, deviceId: row.device_id, role: row.role }, next);
  }

  private async advance(tx: Tx, shown: { token: string; next: string; from: RequestOrigin }): Promise<Outcome> {
    const now = this.clock.now();
    const row = await holdRefreshToken(tx, hashSecret(shown.token));
    if (row === null) return { decision: 'unknown', row };
    const decision = decideRefresh(
      {
        usedAt: row.used_at,
        expiresAt: row.expires_at,
        deviceRevoked: row.device_revoked,
        userDisabled: row.user_disabled,
        successor: await findUsedAt(tx, hashSecret(shown.next)),
      },
      now,
    );
    if (decision === 'rotate') await this.rotate(tx, row, shown);
    if (decision === 'reuse') await this.endDevice(tx, row, shown.from);
    return { decision, row };
  }

  private async rotate(
    tx: Tx,
    row: RefreshRow,
    shown: { token: string; next: string; from: RequestOrigin },
  ): Promise<void> {
    const now = new Date(this.clock.now());
    await markUsed(tx, hashSecret(shown.token), now);
    await addRefreshToken(tx, {
      hash: hashSecret(shown.next),
      deviceId: row.device_id,
      userId: row.user_id,
      family: row.family,
      now,
      expiresAt: new Date(now.getTime() + LIMITS.refreshTokenTtlMs),
    });
    await forgetLongUsed(tx, row.device_id, new Date(now.getTime() - WATCH_REUSE_MS));
    await touchDevice(tx, row.device_id, { at: now, address: shown.from.address });
  }

  private async endDevice(tx: Tx, row: RefreshRow, from: RequestOrigin): Promise<void> {
    const at = new Date(this.clock.now());
    const { user_id: userId, device_id: deviceId } = row;
    if (!(await revokeDeviceIn(tx, { userId, deviceId, at }))) return;
    const { address, userAgent } = from;
    const data = { reason: 'an old refresh token was used again', address, userAgent };
    await appendAudit(tx, { at, actorId: null, action: 'device.revoked', target: deviceId, data: { ...data, userId } });
  }
}

function detailsOf(decision: RefreshDecision, row: RefreshRow | null): { reason?: string } {
  const reason = decision === 'revoked' ? (row?.revoked_reason ?? null) : null;
  return reason === null ? {} : { reason };
}
