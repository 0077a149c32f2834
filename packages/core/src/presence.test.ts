import { Network } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AWAY_AFTER_MS,
  type ConnectionSpan,
  HEARTBEAT_MISSES,
  heartbeatMsOn,
  isSilent,
  PRESENCE_GRACE_MS,
  presenceOf,
} from './presence.js';

const NOW = 10_000_000;
const moment = fc.integer({ min: 0, max: NOW });
const span = fc.record({
  lostAt: fc.option(fc.oneof(moment, fc.integer({ min: NOW - 2 * PRESENCE_GRACE_MS, max: NOW }))),
  activeAt: fc.option(fc.oneof(moment, fc.integer({ min: NOW - 2 * AWAY_AFTER_MS, max: NOW }))),
});
const spans = fc.array(span, { maxLength: 6 });
const live = (activeAgo: number | null): ConnectionSpan => ({
  lostAt: null,
  activeAt: activeAgo === null ? null : NOW - activeAgo,
});
const lost = (ago: number): ConnectionSpan => ({ lostAt: NOW - ago, activeAt: null });
const rank = (connections: readonly ConnectionSpan[]): number => {
  const { online, away } = presenceOf(connections, NOW);
  return online ? (away ? 1 : 2) : 0;
};

describe('presence', () => {
  test('is online while any connection lives, and for the grace period after the last one', () => {
    expect(presenceOf([], NOW)).toEqual({ online: false, away: false, lastSeenAt: null });
    expect(presenceOf([lost(60_000), live(null)], NOW).online).toBe(true);
    expect(presenceOf([lost(PRESENCE_GRACE_MS - 1)], NOW).online).toBe(true);
    expect(presenceOf([lost(90_000), lost(PRESENCE_GRACE_MS)], NOW)).toEqual({
      online: false,
      away: false,
      lastSeenAt: NOW - PRESENCE_GRACE_MS,
    });
  });

  test('is away while nobody is at any of the devices; one that does not tell counts as used', () => {
    expect(presenceOf([live(AWAY_AFTER_MS)], NOW).away).toBe(true);
    expect(presenceOf([live(AWAY_AFTER_MS - 1)], NOW).away).toBe(false);
    expect(presenceOf([live(AWAY_AFTER_MS), live(0)], NOW).away).toBe(false);
    expect(presenceOf([live(AWAY_AFTER_MS), live(null)], NOW).away).toBe(false);
    // One that was used and is gone for good does not count.
    expect(presenceOf([live(AWAY_AFTER_MS), lost(PRESENCE_GRACE_MS)], NOW).away).toBe(true);
  });

  test('does not depend on the order of the connections', () => {
    fc.assert(
      fc.property(spans, (connections) => {
        expect(presenceOf([...connections].reverse(), NOW)).toEqual(presenceOf(connections, NOW));
      }),
    );
  });

  test('one device more never makes anybody less present', () => {
    fc.assert(
      fc.property(spans, span, (connections, more) => {
        expect(rank([...connections, more])).toBeGreaterThanOrEqual(rank(connections));
      }),
    );
  });

  test('is the strongest of what each device says by itself, so gateways may aggregate their own', () => {
    fc.assert(
      fc.property(spans, (connections) => {
        expect(rank(connections)).toBe(Math.max(0, ...connections.map((one) => rank([one]))));
      }),
    );
  });

  test('last seen is told only of who is not online, and is the last moment a connection was lost', () => {
    fc.assert(
      fc.property(spans, (connections) => {
        const { online, lastSeenAt } = presenceOf(connections, NOW);
        const left = connections.flatMap(({ lostAt }) => lostAt ?? []);
        expect(lastSeenAt).toBe(online || left.length === 0 ? null : Math.max(...left));
      }),
    );
  });

  test('a connection that is lost and comes back within the grace never flaps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: PRESENCE_GRACE_MS - 1 }), (gap) => {
        for (let at = 0; at <= gap; at += Math.max(1, Math.floor(gap / 5))) {
          expect(presenceOf([{ lostAt: NOW - at, activeAt: null }], NOW).online).toBe(true);
        }
      }),
    );
  });
});

describe('heartbeats', () => {
  test('come as often as the network makes it worth; who does not say has the interval of before', () => {
    expect(Network.options.map(heartbeatMsOn)).toEqual([60_000, 30_000, 15_000]);
    expect(heartbeatMsOn(null)).toBe(30_000);
  });

  test('three may be missed, not four; of who never said what they are on nothing is expected', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Network.options), fc.integer({ min: 0, max: 1_000_000 }), (network, ago) => {
        const every = heartbeatMsOn(network);
        const silent = isSilent({ at: NOW - ago, network }, NOW);
        if (ago <= HEARTBEAT_MISSES * every) expect(silent).toBe(false);
        if (ago >= (HEARTBEAT_MISSES + 1) * every) expect(silent).toBe(true);
        expect(isSilent({ at: NOW - ago, network: null }, NOW)).toBe(false);
      }),
    );
  });
});
