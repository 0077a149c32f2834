import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ADMISSION, comeBackMs, nextSendLimit } from './send-admission.js';

const { first, least, most, targetMs, everyMs } = ADMISSION;
const limits = fc.integer({ min: least, max: most });
const seen = fc.record({
  typicalMs: fc.option(fc.double({ min: 0, max: 20_000, noNaN: true })),
  mostUnderWay: fc.integer({ min: 0, max: 20_000 }),
});

describe('the limit of sends under way', () => {
  test('stays within its bounds, and goes in steps', () => {
    fc.assert(
      fc.property(limits, seen, (limit, saw) => {
        const next = nextSendLimit(limit, saw);
        expect(next).toBeGreaterThanOrEqual(least);
        expect(next).toBeLessThanOrEqual(most);
        expect(Number.isInteger(next)).toBe(true);
        expect(next).toBeGreaterThanOrEqual(Math.floor(limit * 0.75));
        expect(next).toBeLessThanOrEqual(Math.ceil(limit * 1.25));
      }),
    );
  });

  test('never grows while sends take too long, and never shrinks while they do not', () => {
    fc.assert(
      fc.property(limits, seen, (limit, saw) => {
        const next = nextSendLimit(limit, saw);
        if (saw.typicalMs !== null && saw.typicalMs > targetMs) expect(next).toBeLessThanOrEqual(limit);
        else expect(next).toBeGreaterThanOrEqual(limit);
      }),
    );
  });

  test('does not grow beyond where it began without being used up', () => {
    fc.assert(
      fc.property(limits, seen, (limit, saw) => {
        if (saw.mostUnderWay >= limit) return;
        expect(nextSendLimit(limit, saw)).toBeLessThanOrEqual(Math.max(limit, first));
      }),
    );
  });

  test('the slower, the less is let in', () => {
    const slow = fc.double({ min: 0, max: 20_000, noNaN: true });
    fc.assert(
      fc.property(limits, slow, slow, (limit, one, other) => {
        const [faster, slower] = [Math.min(one, other), Math.max(one, other)];
        const at = (typicalMs: number): number => nextSendLimit(limit, { typicalMs, mostUnderWay: limit });
        expect(at(slower)).toBeLessThanOrEqual(at(faster));
      }),
    );
  });

  /** A shard that stores so many a second, with more at the door than it takes: what is under way is the limit. */
  const under = (perSecond: number, limit: number): number =>
    nextSendLimit(limit, { typicalMs: (limit / perSecond) * 1_000, mostUnderWay: limit });

  test('finds, from wherever it is, what a shard stores within the target, and stays there', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 2_000, max: 20_000 }), (from, perSecond) => {
        let limit = from;
        // Ten seconds.
        for (let turn = 0; turn < 10_000 / everyMs; turn += 1) limit = under(perSecond, limit);
        const takes = (limit / perSecond) * 1_000;
        expect(takes).toBeLessThanOrEqual(targetMs);
        expect(takes).toBeGreaterThanOrEqual(targetMs * 0.7);
        expect(under(perSecond, limit)).toBeGreaterThanOrEqual(limit * 0.75);
      }),
    );
  });

  test('what held everybody up is forgotten within three seconds', () => {
    let limit: number = first;
    for (let turn = 0; turn < 100; turn += 1) limit = nextSendLimit(limit, { typicalMs: 9_000, mostUnderWay: limit });
    expect(limit).toBe(least);
    let turns = 0;
    for (; limit < first; turns += 1) limit = nextSendLimit(limit, { typicalMs: 20, mostUnderWay: 10 });
    expect(turns * everyMs).toBeLessThanOrEqual(3_000);
  });
});

describe('those who are held back', () => {
  const count = fc.integer({ min: 0, max: 100_000 });
  const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const { soonestMs, spreadMs, mostSpreadMs } = ADMISSION;

  test('come the later the more they are, within bounds', () => {
    fc.assert(
      fc.property(count, count, count, dice, (asked, more, admitted, random) => {
        const hint = comeBackMs({ asked, admitted }, random);
        expect(hint).toBeGreaterThanOrEqual(soonestMs);
        expect(hint).toBeLessThanOrEqual(soonestMs + mostSpreadMs);
        expect(comeBackMs({ asked: asked + more, admitted }, random)).toBeGreaterThanOrEqual(hint);
      }),
    );
  });

  test('come at moments of their own, all over the time', () => {
    const at = (random: number): number => comeBackMs({ asked: 4_000, admitted: 1_000 }, random);
    expect([at(0), at(0.5), at(0.999)]).toEqual([soonestMs, soonestMs + 2 * spreadMs, soonestMs + 4 * spreadMs]);
  });
});
