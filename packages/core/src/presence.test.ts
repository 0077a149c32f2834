import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConnectionSpan, PRESENCE_GRACE_MS, presenceDueAt, presenceOf } from './presence.js';

const NOW = 1_000_000;
const span = fc.record({
  connectedAt: fc.integer({ min: 0, max: NOW }),
  lostAt: fc.option(fc.integer({ min: 0, max: NOW })),
});

describe('presence', () => {
  test('is online while any connection lives, and for the grace period after the last one', () => {
    const lost = (ago: number): ConnectionSpan => ({ connectedAt: 0, lostAt: NOW - ago });
    expect(presenceOf([], NOW)).toEqual({ online: false, lastSeenAt: null });
    expect(presenceOf([lost(60_000), { connectedAt: 0, lostAt: null }], NOW).online).toBe(true);
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

  test('is due exactly when it turns offline by itself', () => {
    fc.assert(
      fc.property(fc.array(span), (spans) => {
        const due = presenceDueAt(spans, NOW);
        const at = (now: number): boolean => presenceOf(spans, now).online;
        // Nothing is due: it stays as it is for good.
        const expected = due === null ? [at(NOW), at(NOW)] : [true, false];
        const moments = due === null ? [NOW, NOW + PRESENCE_GRACE_MS] : [due - 1, due];
        expect(moments.map(at)).toEqual(expected);
      }),
    );
  });
});
