import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decideRefresh, firstRefreshToken, nextRefreshToken, REPEAT_MS } from './refresh-token.js';
import type { StoredRefresh } from './refresh-token.js';

const NOW = 1_795_000_000_000;
const fresh: StoredRefresh = {
  usedAt: null,
  expiresAt: new Date(NOW + 1),
  deviceRevoked: false,
  userDisabled: false,
  successor: null,
};
const usedAgo = (ms: number, successorUsed = false): StoredRefresh => ({
  ...fresh,
  usedAt: new Date(NOW - ms),
  successor: { usedAt: successorUsed ? new Date(NOW) : null },
});

describe('a refresh token', () => {
  it('rotates once', () => {
    expect(decideRefresh(fresh, NOW)).toBe('rotate');
  });

  it('is answered as before while two tabs race or the answer got lost', () => {
    expect(decideRefresh(usedAgo(0), NOW)).toBe('repeat');
    expect(decideRefresh(usedAgo(REPEAT_MS), NOW)).toBe('repeat');
  });

  it('is theft when it comes back later, or after somebody went on from its successor', () => {
    expect(decideRefresh(usedAgo(REPEAT_MS + 1), NOW)).toBe('reuse');
    expect(decideRefresh(usedAgo(0, true), NOW)).toBe('reuse');
    expect(decideRefresh({ ...usedAgo(0), successor: null }, NOW)).toBe('reuse');
  });

  it('ends with its time, its device and its user', () => {
    expect(decideRefresh(null, NOW)).toBe('unknown');
    expect(decideRefresh({ ...fresh, expiresAt: new Date(NOW) }, NOW)).toBe('unknown');
    expect(decideRefresh({ ...fresh, deviceRevoked: true }, NOW)).toBe('revoked');
    expect(decideRefresh({ ...fresh, userDisabled: true }, NOW)).toBe('disabled');
  });

  it('has one successor, that only the server can tell', () => {
    const [key, other] = [randomBytes(32), randomBytes(32)];
    const token = firstRefreshToken();
    expect(nextRefreshToken(key, token)).toBe(nextRefreshToken(key, token));
    expect(nextRefreshToken(other, token)).not.toBe(nextRefreshToken(key, token));
    expect(firstRefreshToken()).not.toBe(token);
  });
});
