import { z } from 'zod';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const ours = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() });

const vitest = z
  .object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
    numTodoTests: z.number().default(0),
  })
  .transform((report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));

/**
 * The counts of a tier from its result file (ours, or the JSON report of vitest) and its exit code. A tier that failed
 * without a failed test (no result, an error outside of the tests) counts as one failure: it's never lost.
 */
export function countTier(result: unknown, exitCode: number): Counts {
  const parsed = z.union([ours, vitest]).safeParse(result);
  const counts = parsed.success ? { ...parsed.data } : { passed: 0, failed: 1, skipped: 0 };
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

const failures = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).default([]) }),
      ),
    }),
  ),
});

/** What failed, a line each: file, test, and how its message begins. For the end of a long output, where one looks. */
export function failuresOf(result: unknown): string[] {
  const parsed = failures.safeParse(result);
  if (!parsed.success) return [];
  return parsed.data.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.split('/').slice(-2).join('/');
    const failed = assertionResults.filter((test) => test.status === 'failed');
    // A file that could not be run has no tests.
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLine(message)}`] : [];
    return failed.map((test) => `${file} > ${test.fullName}: ${firstLine(test.failureMessages[0] ?? '')}`);
  });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 200) ?? '';
}

export function sum(all: readonly Counts[]): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}
