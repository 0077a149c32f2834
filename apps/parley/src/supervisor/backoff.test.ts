import { describe, expect, it } from 'vitest';

import { countDeath, restartDelay, STEADY_MS } from './backoff.js';

describe('the wait before a restart', () => {
  it('is short after the first death and doubles up to its bound', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 50].map(restartDelay)).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  });

  it('is short again after a steady run', () => {
    expect(countDeath(6, STEADY_MS - 1)).toBe(7);
    expect(countDeath(6, STEADY_MS)).toBe(1);
  });
});
