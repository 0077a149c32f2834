import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FAULT_KINDS, targetsOf, type FaultKind } from './faults.js';
import { scheduleOf } from './schedule.js';

const PARTS = ['gateway-0', 'gateway-1', 'logic-0', 'logic-1', 'worker-0', 'directory', 'shard-0', 'shard-1', 'redis'];
const targets = targetsOf(PARTS);
const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const lengths = fc.integer({ min: 15, max: 200 });

describe('the schedule of ./parley chaos', () => {
  it('is the same for the same seed, and another for another', () => {
    const options = { seconds: 60, targets };
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(scheduleOf({ ...options, seed })).toEqual(scheduleOf({ ...options, seed }));
      }),
    );
    expect(scheduleOf({ ...options, seed: 1 })).not.toEqual(scheduleOf({ ...options, seed: 2 }));
  });

  it('keeps each fault within the run, as long as its kind lasts, on a target that is there', () => {
    fc.assert(
      fc.property(seeds, lengths, (seed, seconds) => {
        const wrong = scheduleOf({ seed, seconds, targets }).filter(({ atMs, untilMs, kind, target, strength }) => {
          const { least, most } = FAULT_KINDS[kind].lastsMs;
          const isLong = untilMs - atMs >= least && untilMs - atMs <= most && untilMs < seconds * 1_000;
          return !isLong || !targets.get(kind)?.some(({ name }) => name === target) || strength < 0 || strength >= 1;
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('never has two faults hold the same part at a time', () => {
    fc.assert(
      fc.property(seeds, lengths, (seed, seconds) => {
        const planned = scheduleOf({ seed, seconds, targets });
        const meet = planned.flatMap((one, at) =>
          planned
            .slice(at + 1)
            .filter((other) => one.atMs <= other.untilMs && other.atMs <= one.untilMs)
            .filter((other) => one.holds.some((held) => other.holds.includes(held))),
        );
        expect(meet).toEqual([]);
      }),
    );
  });

  it('has two at a time in every minute, and every kind within a few', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const minute = scheduleOf({ seed, seconds: 60, targets });
        expect(minute.length).toBeGreaterThan(8);
        expect(
          minute.some((one) =>
            minute.some((other) => one !== other && other.atMs > one.atMs && other.atMs < one.untilMs),
          ),
        ).toBe(true);
        const kinds = new Set<FaultKind>(scheduleOf({ seed, seconds: 300, targets }).map(({ kind }) => kind));
        expect([...targets.keys()].filter((kind) => !kinds.has(kind))).toEqual([]);
      }),
    );
  });

  it('plans nothing where there is nothing to break', () => {
    expect(scheduleOf({ seed: 1, seconds: 60, targets: new Map() })).toEqual([]);
  });
});
