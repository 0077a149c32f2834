import { describe, expect, it } from 'vitest';

import { growthPercent, type Sampled } from './growth.js';

const every = (values: readonly number[]): Sampled[] => values.map((value, at) => [at * 15, value]);

describe('growth over the last half', () => {
  it('is what the last half says, whatever the first one did', () => {
    expect(growthPercent(every([10, 40, 80, 100, 100, 100, 100]))).toBe(0);
    expect(growthPercent(every([10, 40, 80, 100, 110, 120, 130]))).toBeCloseTo(30);
  });

  it('is not made by one sample that stands out', () => {
    expect(growthPercent(every([100, 100, 100, 100, 100, 130, 100, 100, 100]))).toBeLessThan(5);
  });

  it('is below zero where a value falls', () => {
    expect(growthPercent(every([100, 100, 100, 100, 90, 80, 70]))).toBeCloseTo(-30);
  });

  it('is none of too few samples, or of a value that is nothing', () => {
    expect(growthPercent(every([1, 2]))).toBe(0);
    expect(growthPercent(every([0, 0, 0, 0, 0, 0]))).toBe(0);
  });
});
