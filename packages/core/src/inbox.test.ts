import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addPlaces,
  firstHole,
  HOLE_PATIENCE_MS,
  holePatience,
  inboxAt,
  type InboxState,
  isPlaceKnown,
  knownUpTo,
  OWN_HOLE_PATIENCE_MS,
  settleHead,
  tellHead,
} from './inbox.js';

const places = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 });
const start = fc.integer({ min: 0, max: 20 });

describe('an inbox', () => {
  test('the cursor is the contiguous prefix of what is known, never more', () => {
    fc.assert(
      fc.property(start, places, (cursor, given) => {
        const known = new Set(given.filter((place) => place > cursor));
        let expected = cursor;
        while (known.has(expected + 1)) expected += 1;
        expect(addPlaces(inboxAt(cursor), given).cursor).toBe(expected);
      }),
    );
  });

  test('places commute, repeat without effect, and may come in any parts', () => {
    fc.assert(
      fc.property(start, places, fc.integer({ min: 1, max: 7 }), (cursor, given, size) => {
        const whole = addPlaces(inboxAt(cursor), given);
        let parts: InboxState = inboxAt(cursor);
        const rest = [...given].reverse();
        while (rest.length > 0) parts = addPlaces(parts, rest.splice(0, size));
        expect(parts).toEqual(whole);
        expect(addPlaces(whole, given)).toBe(whole);
      }),
    );
  });

  test('the cursor never goes back, and every place up to it is known', () => {
    fc.assert(
      fc.property(start, fc.array(places, { maxLength: 6 }), (cursor, frames) => {
        let state = inboxAt(cursor);
        for (const frame of frames) {
          const next = addPlaces(state, frame);
          expect(next.cursor).toBeGreaterThanOrEqual(state.cursor);
          for (const place of frame) expect(isPlaceKnown(next, place)).toBe(true);
          state = next;
        }
      }),
    );
  });

  test('there is a hole exactly when something is told that is not known', () => {
    fc.assert(
      fc.property(start, places, fc.integer({ min: 0, max: 80 }), (cursor, given, head) => {
        const state = tellHead(addPlaces(inboxAt(cursor), given), head);
        const highest = Math.max(cursor, head, ...given);
        const missing = Array.from({ length: highest }, (_, at) => at + 1).filter(
          (place) => !isPlaceKnown(state, place),
        );
        expect(firstHole(state)?.from ?? null).toBe(missing[0] ?? null);
        expect(state.cursor === highest).toBe(missing.length === 0);
      }),
    );
  });

  test('a pull that reached the end corrects a head that was told too high', () => {
    const state = tellHead(inboxAt(5), 9);
    expect(firstHole(state)).toEqual({ from: 6, to: 9 });
    expect(firstHole(settleHead(state, 5))).toBeNull();
    expect(firstHole(settleHead(addPlaces(state, [8]), 5))).toEqual({ from: 6, to: 7 });
  });

  test('waits longer for a hole that own sends may explain', () => {
    expect(holePatience({ from: 6, to: 7 }, 2)).toBe(OWN_HOLE_PATIENCE_MS);
    expect(holePatience({ from: 6, to: 7 }, 1)).toBe(HOLE_PATIENCE_MS);
  });

  test('knows everything up to a place that was given whole, and joins what it held beyond', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 40 })), fc.integer({ min: 0, max: 40 }), (places, upTo) => {
        const before = addPlaces(inboxAt(0), places);
        const after = knownUpTo(before, upTo);
        const all = Array.from({ length: upTo }, (_, at) => at + 1);
        expect(after).toEqual(addPlaces(before, all));
      }),
    );
  });
});
