import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trimmedFloor, type TrimmedInbox } from './inbox-trim.js';
import { resetReason } from './sync-cursor.js';

const inbox = fc
  .record({
    headSeq: fc.nat({ max: 300 }),
    floor: fc.double({ min: 0, max: 1, noNaN: true }),
    aged: fc.double({ min: 0, max: 1, noNaN: true }),
    hindmostSeq: fc.option(fc.nat({ max: 300 })),
  })
  .map(({ headSeq, floor, aged, hindmostSeq }): TrimmedInbox => ({
    headSeq,
    floorSeq: Math.floor(floor * headSeq),
    agedSeq: Math.floor(aged * headSeq),
    hindmostSeq,
  }));
const holds = fc.integer({ min: 1, max: 200 });

describe('an inbox that is trimmed', () => {
  const property = (check: (of: TrimmedInbox, floor: number, most: number) => void): void => {
    fc.assert(fc.property(inbox, holds, (of, most) => check(of, trimmedFloor(of, most), most)));
  };

  it('never gets entries back, and never loses more than it has', () => {
    property((of, floor) => {
      expect(floor).toBeGreaterThanOrEqual(of.floorSeq);
      expect(floor).toBeLessThanOrEqual(of.headSeq);
    });
  });

  it('lets every device that was there lately go on from where it is', () => {
    property((of, floor) => {
      // One that lost its place before has to begin anew anyway.
      if (of.hindmostSeq === null || of.hindmostSeq < of.floorSeq || of.hindmostSeq > of.headSeq) return;
      const extent = { incarnation: '1', latestSeq: of.headSeq, oldestSeq: floor + 1 };
      expect(resetReason({ incarnation: '1', inboxSeq: of.hindmostSeq }, extent)).toBeUndefined();
    });
  });

  it('keeps nothing that is too old or too much, but for them', () => {
    property((of, floor, most) => {
      if (of.hindmostSeq !== null && of.hindmostSeq < of.headSeq) return;
      expect(floor).toBeGreaterThanOrEqual(of.agedSeq);
      expect(of.headSeq - floor).toBeLessThanOrEqual(most);
    });
  });

  it('twice loses nothing more', () => {
    property((of, floor, most) => {
      expect(trimmedFloor({ ...of, floorSeq: floor }, most)).toBe(floor);
    });
  });
});
