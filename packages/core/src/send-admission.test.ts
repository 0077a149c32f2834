import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ADMISSION, nextPerSecond, nextSendLimit, nextTurn } from './send-admission.js';

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
  const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const { soonestMs, latestMs, comeBackShare, leastPerSecond } = ADMISSION;

  test('each gets a turn after the one before, within bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: leastPerSecond, max: 20_000 }),
        fc.array(dice, { maxLength: 500 }),
        (perSecond, dices) => {
          let turnMs = 0;
          let before = 0;
          for (const random of dices) {
            const turn = nextTurn({ turnMs, perSecond }, 1_000, random);
            expect(turn.waitMs).toBeGreaterThanOrEqual(soonestMs);
            expect(turn.waitMs).toBeLessThanOrEqual(latestMs);
            if (turn.turnMs > turnMs) expect(turn.waitMs).toBeGreaterThanOrEqual(before);
            ({ turnMs } = turn);
            before = turn.waitMs;
          }
        },
      ),
    );
  });

  test('as many a second as that share of what the shard stores', () => {
    let turnMs = 0;
    const waits = Array.from({ length: 3_000 }, () => {
      const turn = nextTurn({ turnMs, perSecond: 3_000 }, 0, 0);
      ({ turnMs } = turn);
      return turn.waitMs;
    });
    const inSecond = waits.filter((waitMs) => waitMs > 1_000 && waitMs <= 2_000).length;
    expect(inSecond).toBe(3_000 * comeBackShare);
  });

  test('more than have a turn are spread over the second half of the longest wait', () => {
    const at = (random: number): number => nextTurn({ turnMs: latestMs, perSecond: leastPerSecond }, 0, random).waitMs;
    expect([at(0), at(0.5), at(0.999)]).toEqual([latestMs / 2, latestMs * 0.75, latestMs]);
  });

  test('a pause does not make a shard slow at once', () => {
    expect(nextPerSecond(4_000, 0, everyMs)).toBeGreaterThan(3_000);
    expect(nextPerSecond(4_000, 1_500, everyMs)).toBe(6_000);
    expect(nextPerSecond(leastPerSecond, 0, 60_000)).toBe(leastPerSecond);
  });

  /** What becomes of those who wait for a shard that is offered nine tenths of what it stores, and how often is asked for each that it stores. */
  function afterFallingBehind(behind: number, seconds: number): { asksPerSend: number; waiting: number } {
    const [perSecond, stepMs] = [2_000, 10];
    let [turnMs, rate, underWay, asked, admitted, admittedLately] = [0, leastPerSecond as number, 0, 0, 0, 0];
    /** By step: how many come again in it. */
    const due = new Map([[0, behind]]);
    for (let step = 0; step < (seconds * 1_000) / stepMs; step += 1) {
      const now = step * stepMs;
      underWay = Math.max(0, underWay - (perSecond * stepMs) / 1_000);
      const come = (due.get(step) ?? 0) + (perSecond * 0.9 * stepMs) / 1_000;
      due.delete(step);
      asked += come;
      const taken = Math.min(come, first - underWay);
      underWay += taken;
      admitted += taken;
      admittedLately += taken;
      for (let held = taken; held < come; held += 1) {
        const turn = nextTurn({ turnMs, perSecond: rate }, now, ((held * 7_919) % 97) / 97);
        ({ turnMs } = turn);
        const at = step + Math.ceil(turn.waitMs / stepMs);
        due.set(at, (due.get(at) ?? 0) + 1);
      }
      if (now % everyMs > 0 || now === 0) continue;
      rate = nextPerSecond(rate, admittedLately, everyMs);
      admittedLately = 0;
    }
    return { asksPerSend: asked / admitted, waiting: [...due.values()].reduce((sum, count) => sum + count, 0) };
  }

  test('a shard that fell behind by seconds catches up, and seldom says no twice', () => {
    // 5,000 that wait, 200 a second of room: 25 s.
    const after = afterFallingBehind(5_000, 30);
    expect(after.waiting).toBe(0);
    expect(after.asksPerSend).toBeLessThan(1.4);
  });
});
