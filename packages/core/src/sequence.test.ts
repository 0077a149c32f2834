import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addRange, mergeRanges, missingRanges, rangesContain, rangesOf, type Ranges } from './sequence.js';

const seqs = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
const range = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 8 })).map(([from, length]) => ({
  from,
  to: from + length,
}));

/** The plain truth that ranges stand for. */
const spread = (ranges: Ranges): number[] =>
  ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
const sorted = (numbers: Iterable<number>): number[] => [...new Set(numbers)].sort((a, b) => a - b);

describe('ranges', () => {
  test('hold exactly the seqs they were made of, sorted and never touching', () => {
    fc.assert(
      fc.property(seqs, (given) => {
        const ranges = rangesOf(given);
        expect(spread(ranges)).toEqual(sorted(given));
        for (const [at, { from }] of ranges.entries()) expect(from).toBeGreaterThan((ranges[at - 1]?.to ?? -2) + 1);
      }),
    );
  });

  test('adding a range is the union, in any order, however often', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 10 }), (given) => {
        const added = given.reduce<Ranges>(addRange, []);
        expect(spread(added)).toEqual(sorted(spread(given)));
        expect([...given, ...given].reverse().reduce<Ranges>(addRange, [])).toEqual(added);
        expect(mergeRanges(given, [])).toEqual(added);
      }),
    );
  });

  test('an empty range adds nothing', () => {
    expect(addRange([{ from: 1, to: 2 }], { from: 5, to: 4 })).toEqual([{ from: 1, to: 2 }]);
  });

  test('what is missing and what is present make up the whole, and share nothing', () => {
    fc.assert(
      fc.property(seqs, fc.array(range, { maxLength: 3 }), range, (given, purged, within) => {
        const present = mergeRanges(rangesOf(given), purged);
        const missing = missingRanges(present, within);
        const whole = spread([within]);
        expect(sorted([...spread(missing), ...whole.filter((seq) => rangesContain(present, seq))])).toEqual(whole);
        expect(spread(missing).filter((seq) => rangesContain(present, seq))).toEqual([]);
      }),
    );
  });
});
