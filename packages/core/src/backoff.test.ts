import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, drainDelayMs, drainWindowMs, jitteredMs, retryDelayMs } from './backoff.js';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempt = fc.integer({ min: 0, max: 1_000 });

describe('backoff', () => {
  test('stays between 0 and the doubled bound, and under the cap', () => {
    fc.assert(
      fc.property(attempt, random, (tries, dice) => {
        const wait = backoffMs(tries, dice, { baseMs: 500, capMs: 30_000 });
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThan(Math.min(30_000, 500 * 2 ** tries));
      }),
    );
  });

  test('grows with the attempts for the same dice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), random, (tries, dice) => {
        expect(backoffMs(tries + 1, dice)).toBeGreaterThanOrEqual(backoffMs(tries, dice));
      }),
    );
  });

  test('a wait that a server asked for is never cut short, and not stretched beyond a minute more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600_000 }), attempt, random, (hint, tries, dice) => {
        const wait = retryDelayMs(hint, tries, dice);
        expect(wait).toBeGreaterThanOrEqual(hint);
        expect(wait).toBeLessThanOrEqual(hint + 30_000);
      }),
    );
    expect(retryDelayMs(null, 3, 0.5)).toBe(backoffMs(3, 0.5));
  });

  test('a window is as long as so many devices need at 200 a second, a second at least, and no longer than it may be', () => {
    expect(drainWindowMs(0, 60_000)).toBe(1_000);
    expect(drainWindowMs(5_000, 60_000)).toBe(25_000);
    expect(drainWindowMs(20_000, 60_000)).toBe(60_000);
    expect(drainWindowMs(3, 500)).toBe(500);
  });

  test('a drained device comes back within its window', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 60_000 }), random, (window, dice) => {
        const wait = drainDelayMs(window, dice);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.max(0, window));
      }),
    );
  });

  test('a jittered period stays within its ratio', () => {
    fc.assert(
      fc.property(random, (dice) => {
        const period = jitteredMs(30_000, 0.1, dice);
        expect(period).toBeGreaterThanOrEqual(27_000);
        expect(period).toBeLessThanOrEqual(33_000);
      }),
    );
  });
});
