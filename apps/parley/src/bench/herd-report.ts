import { z } from 'zod';

import type { HerdOptions } from './herd.js';
import type { HerdResult } from './herd-plan.js';
import type { Followed } from './support/follow.js';
import { findingsOf, LoadReportSchema, loadTables, proofBudgets } from './support/load-report.js';
import { atLeast, atMost, below, rounded } from './support/schema.js';
import { factTable } from './support/tables.js';
import type { Target } from './support/target.js';

const BACK_SECONDS = 30;
/** Where it is given up, a while after the budget. */
const NOT_BACK_SECONDS = 90;
const TIMES_STEADY = 3;

/** Transactions of all databases a second: with hardly an exception a statement each. */
const Pace = z.object({
  steady: z.number(),
  /** In the worst slice while devices came back, and from the kill until all were there. */
  worst: z.number(),
  whileBack: z.number(),
});
export type Pace = z.infer<typeof Pace>;

/** What `./parley bench herd --json` prints. */
export const HerdReportSchema = LoadReportSchema.extend({
  scenario: z.literal('herd'),
  options: z.object({
    connections: z.number(),
    ratePerSecond: z.number(),
    seconds: z.number(),
    warmUpSeconds: z.number(),
    seed: z.number(),
    groupPercent: z.number(),
  }),
  dropped: z.number(),
  /** null: not all came back. */
  backSeconds: z.number().nullable(),
  sessionsLost: z.number(),
  turnedAway: z.number(),
  unreachable: z.number(),
  transactionsPerSecond: Pace,
  measuredSeconds: z.number(),
  worstLagMs: z.number(),
});
export type HerdReport = z.infer<typeof HerdReportSchema>;

export type Herded = Followed<HerdResult> & { pace: Pace };

export function herdReport(options: HerdOptions, target: Target, { pace, ...followed }: Herded): HerdReport {
  const { result } = followed;
  const { measuredSeconds, dropped, sessionsLost, turnedAway, unreachable } = result;
  const findings = findingsOf(followed, measuredSeconds);
  const backSeconds = result.backSeconds === null ? null : rounded(result.backSeconds);
  const times = rounded(pace.worst / Math.max(1, pace.steady));
  const budgets = [
    // A gateway without connections would prove nothing.
    atLeast({ name: 'lost their gateway', limit: Math.ceil(options.connections / 10), value: dropped, unit: '' }),
    below({ name: 'all back', limit: BACK_SECONDS, value: backSeconds ?? NOT_BACK_SECONDS, unit: 's' }),
    below({ name: 'database load against steady', limit: TIMES_STEADY, value: times, unit: 'times' }),
    atMost({ name: 'sessions lost', limit: 0, value: sessionsLost, unit: '' }),
    ...proofBudgets(result),
  ];
  return HerdReportSchema.parse({
    scenario: 'herd',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      ...loadTables(findings, { facts: [['load generator late by at most, ms', rounded(result.worstLagMs)]] }),
      factTable('The herd', [
        ['connections that the gateway took along', dropped],
        ...(backSeconds === null ? [] : [['all back after, s', backSeconds] as const]),
        ['turned away before the upgrade', turnedAway],
        ['found nobody, or were cut off', unreachable],
        ['transactions a second, steady', pace.steady],
        ['transactions a second, worst while they came back', pace.worst],
        ['transactions a second, while they came back', pace.whileBack],
      ]),
    ],
    install: target.kind,
    options,
    ...findings,
    dropped,
    backSeconds,
    sessionsLost,
    turnedAway,
    unreachable,
    transactionsPerSecond: pace,
    measuredSeconds: rounded(measuredSeconds),
    worstLagMs: rounded(result.worstLagMs),
  });
}
