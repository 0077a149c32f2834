import { z } from 'zod';

import type { DrainOptions } from './drain.js';
import type { DrainResult } from './drain-plan.js';
import type { Followed } from './support/follow.js';
import { findingsOf, LoadReportSchema, loadTables, proofBudgets } from './support/load-report.js';
import { atLeast, atMost, below, rounded } from './support/schema.js';
import { factTable } from './support/tables.js';
import type { Target } from './support/target.js';

const ACK_P99_MS = 1_000;

const Restart = z.object({ name: z.string(), seconds: z.number() });
export type Restart = z.infer<typeof Restart>;

/** What `./parley bench drain --json` prints. */
export const DrainReportSchema = LoadReportSchema.extend({
  scenario: z.literal('drain'),
  options: z.object({
    ratePerSecond: z.number(),
    warmUpSeconds: z.number(),
    users: z.number(),
    seed: z.number(),
    groupPercent: z.number(),
  }),
  /** In order, from the signal until it was up again. */
  restarts: z.array(Restart),
  measuredSeconds: z.number(),
  ends: z.object({ told: z.number(), untold: z.number() }),
  worstLagMs: z.number(),
});
export type DrainReport = z.infer<typeof DrainReportSchema>;

export type Drained = Followed<DrainResult> & { restarts: readonly Restart[] };

export function drainReport(options: DrainOptions, target: Target, drained: Drained): DrainReport {
  const { result, restarts } = drained;
  const { measuredSeconds, ends } = result;
  const findings = findingsOf(drained, measuredSeconds);
  const percent = result.offered === 0 ? 0 : (result.answered / result.offered) * 100;
  const budgets = [
    atLeast({ name: 'achieved of offered', limit: 99, value: rounded(percent), unit: '%' }),
    below({ name: 'ack p99', limit: ACK_P99_MS, value: rounded(result.ack.p99), unit: 'ms' }),
    atMost({ name: 'dropped without being told', limit: 0, value: ends.untold, unit: '' }),
    // Every device of a gateway has to go while it restarts: none told would mean that nothing was drained.
    atLeast({ name: 'told to go elsewhere', limit: 1, value: ends.told, unit: '' }),
    ...proofBudgets(result),
  ];
  return DrainReportSchema.parse({
    scenario: 'drain',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      ...loadTables(findings, { facts: [['load generator late by at most, ms', rounded(result.worstLagMs)]] }),
      factTable(
        'Restarted, seconds until up again',
        restarts.map(({ name, seconds }) => [name, seconds] as const),
      ),
    ],
    install: target.kind,
    options,
    ...findings,
    restarts,
    measuredSeconds: rounded(measuredSeconds),
    ends,
    worstLagMs: rounded(result.worstLagMs),
  });
}
