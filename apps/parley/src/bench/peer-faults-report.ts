import { z } from 'zod';

import type { DrainResult } from './drain-plan.js';
import type { Budget } from './report.js';
import type { Followed } from './support/follow.js';
import { findingsOf, LoadReportSchema, loadTables } from './support/load-report.js';
import { atMost, rounded } from './support/schema.js';
import { factTable } from './support/tables.js';
import type { Measurable } from './support/target.js';

const FaultDone = z.object({
  kind: z.enum(['kill -9', 'SIGSTOP']),
  part: z.enum(['server', 'database']),
  /** Until it was up again. */
  seconds: z.number(),
});
export type FaultDone = z.infer<typeof FaultDone>;

/** What became of every message, counted by the words of `./parley chaos`. */
const Verdict = z.object({
  sent: z.number(),
  acked: z.number(),
  found: z.number(),
  lost: z.number(),
  undelivered: z.number(),
  /** Stored twice, and given to a device twice. */
  duplicated: z.number(),
  shownTwice: z.number(),
  reordered: z.number(),
  altered: z.number(),
  refused: z.number(),
  unanswered: z.number(),
});

/** What the scenario `faults` of `./parley bench peer` finds out, of either of the two. */
export const FaultsReportSchema = LoadReportSchema.extend({
  scenario: z.literal('faults'),
  of: z.enum(['socketio', 'parley']),
  options: z.object({
    ratePerSecond: z.number(),
    rounds: z.number(),
    warmUpSeconds: z.number(),
    users: z.number(),
    seed: z.number(),
    groupPercent: z.number(),
  }),
  /** In order. */
  faults: z.array(FaultDone),
  verdict: Verdict,
  measuredSeconds: z.number(),
  /** In which nobody was answered. */
  silentSeconds: z.number(),
  worstLagMs: z.number(),
});
export type FaultsReport = z.infer<typeof FaultsReportSchema>;
export type FaultsOptions = FaultsReport['options'];

type Run = Pick<FaultsReport, 'of' | 'options'> & { faults: readonly FaultDone[] };

export function faultsReport(run: Run, target: Measurable, followed: Followed<DrainResult>): FaultsReport {
  const { result } = followed;
  // A database that was killed counts its transactions from nothing.
  const findings = { ...findingsOf(followed, result.measuredSeconds), transactionsPerSend: {} };
  const verdict = verdictOf(result);
  const budgets = budgetsOf(verdict);
  const silentSeconds = silence(result.seconds, result.measuredSeconds);
  const worstLagMs = rounded(result.worstLagMs);
  return FaultsReportSchema.parse({
    scenario: 'faults',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      ...loadTables(findings, { facts: [['load generator late by at most, ms', worstLagMs]] }),
      factTable(
        'Faults, seconds until it was up again',
        run.faults.map(({ kind, part, seconds }) => [`${kind} ${part}`, seconds]),
      ),
      factTable('What became of every message', [
        ...Object.entries(verdict),
        ['seconds without an answer', silentSeconds],
      ]),
    ],
    install: target.kind,
    ...run,
    ...findings,
    verdict,
    measuredSeconds: rounded(result.measuredSeconds),
    silentSeconds,
    worstLagMs,
  });
}

function budgetsOf(verdict: z.infer<typeof Verdict>): Budget[] {
  const { lost, undelivered, duplicated, shownTwice, reordered, altered, refused, unanswered } = verdict;
  const none = (name: string, value: number): Budget => atMost({ name, limit: 0, value, unit: '' });
  return [
    none('lost', lost),
    none('undelivered', undelivered),
    none('duplicated', duplicated),
    none('shown twice', shownTwice),
    none('reordered', reordered),
    none('altered', altered),
    none('refused', refused),
    none('unanswered', unanswered),
  ];
}

/** Apart from one another: what is gone, what is there and never came, and what came twice. */
export function verdictOf({ sends, acked, refused, unanswered, proof }: DrainResult): z.infer<typeof Verdict> {
  return {
    sent: sends,
    acked,
    found: proof.stored,
    lost: proof.lost - proof.undelivered,
    undelivered: proof.undelivered,
    duplicated: proof.duplicated - proof.shownTwice,
    shownTwice: proof.shownTwice,
    reordered: proof.outOfOrder,
    altered: proof.altered,
    refused: Object.values(refused).reduce((total, count) => total + count, 0),
    unanswered,
  };
}

/** Of the whole seconds that were measured. */
export function silence(seconds: DrainResult['seconds'], measuredSeconds: number): number {
  return Array.from({ length: Math.floor(measuredSeconds) }).filter((_, at) => (seconds[at]?.answered ?? 0) === 0)
    .length;
}
