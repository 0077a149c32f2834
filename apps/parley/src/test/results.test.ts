import { describe, expect, it } from 'vitest';

import { countTier, sum } from './results.js';

describe('the counts of a tier', () => {
  it('come from either kind of result file', () => {
    expect(countTier({ passed: 3, failed: 0, skipped: 1 }, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
    const report = { numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1, success: false };
    expect(countTier(report, 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  it.each([
    ['no result', undefined, 0],
    ['a result that is not understood', { tests: 4 }, 0],
    ['an error outside of the tests', { passed: 3, failed: 0, skipped: 0 }, 1],
  ])('show %s as a failure', (_, result, exitCode) => {
    expect(countTier(result, exitCode).failed).toBe(1);
  });

  it('add up', () => {
    expect(sum([countTier({ passed: 3, failed: 0, skipped: 1 }, 0), countTier(undefined, 1)])).toEqual({
      passed: 3,
      failed: 1,
      skipped: 1,
    });
  });
});
