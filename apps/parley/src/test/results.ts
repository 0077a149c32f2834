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

const hookFailures = z.array(z.object({ name: z.string(), suite: z.string(), message: z.string() }));

/**
 * What failed, a line each: file, test or suite, and how its message begins. For the end of a long output, where one looks.
 * `hooks`: what failed outside of the tests, which the report of vitest leaves out.
 */
export function failuresOf(result: unknown, hooks?: unknown): string[] {
  const outside = hookFailures.safeParse(hooks);
  const lines = outside.success
    ? outside.data.map(({ name, suite, message }) => `${shortNameOf(name)} > ${suite}: ${firstLine(message)}`)
    : [];
  const parsed = failures.safeParse(result);
  if (!parsed.success) return lines;
  const told = new Set(outside.success ? outside.data.map(({ name }) => name) : []);
  const inside = parsed.data.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = shortNameOf(name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    // A file that could not be run has no tests.
    if (failed.length === 0) return status === 'failed' && !told.has(name) ? [`${file}: ${firstLine(message)}`] : [];
    return failed.map((test) => `${file} > ${test.fullName}: ${gist(test.failureMessages[0] ?? '')}`);
  });
  return [...inside, ...lines];
}

const shortNameOf = (file: string): string => file.split('/').slice(-2).join('/');

function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0]?.slice(0, 200) ?? '';
}

/** How it begins, what a browser waited for, and where in the tests that was. */
function gist(message: string): string {
  const waited = /waiting for [^\n]{1,200}/.exec(message)?.[0];
  const places = [...message.matchAll(/[^\s/(]+\.ts:\d+(?=:\d+\)?$)/gm)].map(([place]) => place);
  const parts = [firstLine(message), waited, places.length > 0 ? `at ${places.slice(0, 3).join(', ')}` : undefined];
  return parts.filter((part) => part !== undefined).join(', ');
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
