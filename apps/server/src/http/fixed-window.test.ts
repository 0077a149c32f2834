import { describe, expect, it } from 'vitest';
import { FixedWindow } from './fixed-window.js';

describe('a fixed window', () => {
  it('lets each key have its points, says how long to wait, and begins anew', () => {
    const window = new FixedWindow({ points: 2, windowMs: 1_000 });
    expect([window.take('a', 0), window.take('a', 100), window.take('a', 400)]).toEqual([0, 0, 600]);
    expect(window.take('b', 400)).toBe(0);
    expect(window.take('a', 999.5)).toBe(1);
    expect(window.take('a', 1_000)).toBe(0);
  });

  it('keeps no more keys than it may; those beyond share one count, the known ones keep theirs', () => {
    const window = new FixedWindow({ points: 3, windowMs: 1_000, keys: 100 });
    expect(window.take('known', 0)).toBe(0);
    const waits = Array.from({ length: 10_000 }, (_, at) => window.take(`key ${at}`, 0));
    expect(window.size).toBe(100);
    expect(waits.filter((ms) => ms === 0)).toHaveLength(99 + 3);
    expect(window.take('known', 1)).toBe(0);
    window.take('any', 1_000);
    expect(window.size).toBe(1);
  });
});
