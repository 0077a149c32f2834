import { describe, expect, it } from 'vitest';

import { countTier, failuresOf, sum } from './results.js';

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

describe('what failed', () => {
  const passed = { fullName: 'a one', status: 'passed', failureMessages: [] };
  const failed = { fullName: 'a two', status: 'failed', failureMessages: ['Error: no\n    at somewhere'] };

  it('is a line for each test, and for each file that could not be run', () => {
    const testResults = [
      { name: '/x/test/medium/one.test.ts', status: 'failed', assertionResults: [passed, failed] },
      { name: '/x/test/medium/two.test.ts', status: 'passed', assertionResults: [passed] },
      { name: '/x/test/medium/three.test.ts', status: 'failed', message: 'no such module\n', assertionResults: [] },
    ];
    expect(failuresOf({ testResults })).toEqual([
      'medium/one.test.ts > a two: Error: no',
      'medium/three.test.ts: no such module',
    ]);
  });

  it('names a hook that failed: the report shows only what did not run', () => {
    const name = '/x/test/medium/four.test.ts';
    const testResults = [{ name, status: 'failed', assertionResults: [{ ...passed, status: 'skipped' }] }];
    const hooks = [{ name, suite: 'four (one process)', message: 'waited 60000 ms in vain\nat somewhere' }];
    expect(failuresOf({ testResults }, hooks)).toEqual([
      'medium/four.test.ts > four (one process): waited 60000 ms in vain',
    ]);
  });

  it('says what a browser waited for, and where', () => {
    const message = [
      'TimeoutError: locator.fill: Timeout 60000ms exceeded.',
      'Call log:',
      "  - waiting for getByLabel('Login')",
      '    at signIn (/x/test/e2e/app.ts:34:5)',
      '    at /x/test/e2e/three.test.ts:184:3',
    ].join('\n');
    const name = '/x/test/e2e/three.test.ts';
    const testResults = [{ name, status: 'failed', assertionResults: [{ ...failed, failureMessages: [message] }] }];
    expect(failuresOf({ testResults })).toEqual([
      "e2e/three.test.ts > a two: TimeoutError: locator.fill: Timeout 60000ms exceeded., waiting for getByLabel('Login'), at app.ts:34, three.test.ts:184",
    ]);
  });

  it('is nothing where there is no report', () => {
    expect(failuresOf(undefined)).toEqual([]);
    expect(failuresOf({ passed: 1, failed: 1, skipped: 0 })).toEqual([]);
  });
});
