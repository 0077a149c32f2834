import fc from 'fast-check';
import { expect, test } from 'vitest';
import { missingIn, seenOfPush } from './delivery-ledger.js';
import { addPlaces, inboxAt } from './inbox.js';

test('in order and once, there is nothing to see', () => {
  expect(seenOfPush(inboxAt(4), [5, 6, 7])).toEqual({ duplicate: 0, late: 0 });
});

test('what is there already is a duplicate, what comes after a later one is late', () => {
  const state = addPlaces(inboxAt(4), [7]);
  expect(seenOfPush(state, [4, 7])).toEqual({ duplicate: 2, late: 0 });
  expect(seenOfPush(state, [5, 8])).toEqual({ duplicate: 0, late: 1 });
  expect(seenOfPush(inboxAt(0), [2, 1])).toEqual({ duplicate: 0, late: 1 });
});

test('a place is one of the two at most, and never either when it is the next', () => {
  fc.assert(
    fc.property(
      fc.nat(50),
      fc.array(fc.integer({ min: 1, max: 80 })),
      fc.integer({ min: 1, max: 90 }),
      (cursor, known, place) => {
        const state = addPlaces(inboxAt(cursor), known);
        const { duplicate, late } = seenOfPush(state, [place]);
        expect(duplicate + late).toBeLessThanOrEqual(1);
        const highest = Math.max(cursor, ...known);
        expect(duplicate + late === 0).toBe(place > highest);
      },
    ),
  );
});

test('places of own sends are no loss', () => {
  expect(missingIn({ from: 5, to: 7 }, 0)).toBe(3);
  expect(missingIn({ from: 5, to: 7 }, 2)).toBe(1);
  expect(missingIn({ from: 5, to: 7 }, 9)).toBe(0);
});
