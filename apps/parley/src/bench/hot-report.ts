import { z } from 'zod';

import type { HotPlan, HotResult } from './hot-plan.js';
import type { Followed } from './support/follow.js';
import { findingsOf, LoadReportSchema, loadTables, proofBudgets } from './support/load-report.js';
import { atLeast } from './support/schema.js';
import type { Measurable } from './support/target.js';

const STORED_PER_SECOND = 5_000;

/** What `./parley bench hot --json` prints. Latencies count from the moment at which a connection was free to send. */
export const HotReportSchema = LoadReportSchema.extend({
  scenario: z.literal('hot'),
  options: z.object({
    seconds: z.number(),
    warmUpSeconds: z.number(),
    connections: z.number(),
    inFlight: z.number(),
  }),
});
export type HotReport = z.infer<typeof HotReportSchema>;

export type HotOptions = Omit<HotPlan, 'address' | 'sessions'>;

export function hotReport(options: HotOptions, target: Measurable, followed: Followed<HotResult>): HotReport {
  const findings = findingsOf(followed, options.seconds);
  const value = findings.achievedPerSecond;
  const budgets = [
    atLeast({ name: 'stored in one conversation', limit: STORED_PER_SECOND, value, unit: '/s' }),
    ...proofBudgets(followed.result),
  ];
  return HotReportSchema.parse({
    scenario: 'hot',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: loadTables(findings),
    install: target.kind,
    options,
    ...findings,
  });
}
