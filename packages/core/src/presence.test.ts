import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConnectionSpan, PRESENCE_GRACE_MS, presenceOf } from './presence.js';

const NOW = 1_000_000;
const span = fc.record({
  lostAt: fc.option(fc.integer({ min: 0, max: NOW })),
});

describe('presence', () => {
  test('is online while any connection lives, and for the grace period after the last one', () => {
    const lost = (ago: number): ConnectionSpan => ({ lostAt: NOW - ago });
    expect(presenceOf([], NOW)).toEqual({ online: false, lastSeenAt: null });
    expect(presenceOf([lost(60_000), { lostAt: null }], NOW).online).toBe(true);
    expect(presenceOf([lost(PRESENCE_GRACE_MS - 1)], NOW).online).toBe(true);
    expect(presenceOf([lost(90_000), lost(PRESENCE_GRACE_MS)], NOW)).toEqual({
      online: false,
      lastSeenAt: NOW - PRESENCE_GRACE_MS,
    });
  });

  test('does not depend on the order of the connections', () => {
    fc.assert(
      fc.property(fc.array(span), (spans) => {
        expect(presenceOf([...spans].reverse(), NOW)).toEqual(presenceOf(spans, NOW));
      }),
    );
  });
});
