import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { LIMITS } from '@parley/contract';

/**
 * Two tabs refresh at once, or the answer of a rotation is lost with the process that made it: whoever shows the old
 * token again within this time gets the same new one. It covers the half minute in which an install has to heal.
 */
export const REPEAT_MS = LIMITS.refreshRepeatMs;

export type StoredRefresh = {
  usedAt: Date | null;
  expiresAt: Date;
  deviceRevoked: boolean;
  userDisabled: boolean;
  /** The token that it was rotated into. */
  successor: { usedAt: Date | null } | null;
};

export type RefreshDecision = 'rotate' | 'repeat' | 'reuse' | 'unknown' | 'revoked' | 'disabled';

/**
 * What to do about a refresh token. `reuse` is the sign of theft: somebody has gone on from this token, and somebody
 * else shows it. Past the moment of a race, or once the new token was used, there is no innocent reading of it.
 */
export function decideRefresh(stored: StoredRefresh | null, now: number): RefreshDecision {
  if (stored === null || stored.expiresAt.getTime() <= now) return 'unknown';
  if (stored.deviceRevoked) return 'revoked';
  if (stored.userDisabled) return 'disabled';
  if (stored.usedAt === null) return 'rotate';
  const inTime = now - stored.usedAt.getTime() <= REPEAT_MS;
  return inTime && stored.successor !== null && stored.successor.usedAt === null ? 'repeat' : 'reuse';
}

/** 256 random bits; the database keeps its hash only. */
export function firstRefreshToken(): string {
  return `r1_${randomBytes(32).toString('base64url')}`;
}

/**
 * The token after this one: the same whenever it is asked for, so that a repeated rotation is answered as the first was,
 * although only hashes are stored. Without the server's key nobody gets from one to the next.
 */
export function nextRefreshToken(key: Buffer, token: string): string {
  return `r1_${createHmac('sha256', key).update(token).digest('base64url')}`;
}

/** Derived from the install's first signing key, so that it needs no place of its own. */
export function rotationKey(signingKey: KeyObject): Buffer {
  const secret = signingKey.export({ type: 'pkcs8', format: 'der' });
  return Buffer.from(hkdfSync('sha256', secret, '', 'parley refresh rotation', 32));
}

/** Tokens are full of randomness already: a plain hash is enough, and it can be looked up. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
