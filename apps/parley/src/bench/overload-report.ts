import { z } from 'zod';

import type { OverloadOptions } from './overload.js';
import type { OverloadResult } from './overload-plan.js';
import type { BenchTable, Budget } from './report.js';
import type { Followed } from './support/follow.js';
import { LatencySummary } from './support/latency.js';
import { findingsOf, LoadReportSchema, loadTables } from './support/load-report.js';
import { atLeast, atMost, below, BenchReportSchema, rounded } from './support/schema.js';
import type { Measurable } from './support/target.js';

/** So many times the peak is offered, and how much of the peak has to be accepted then. */
export const LEVELS = [
  { times: 2, leastPercent: 80 },
  { times: 4, leastPercent: 60 },
] as const;
export type Level = (typeof LEVELS)[number];

/** How long it is watched afterwards. */
export const CALM_SECONDS = 10;

const ACK_P99_MS = 500;
const BACK_SECONDS = 5;

/** One level; its first fields are those of every scenario that sends. */
const LevelReport = LoadReportSchema.omit({
  scenario: true,
  ok: true,
  budgets: true,
  tables: true,
  install: true,
}).extend({
  times: z.number(),
  acceptedPercentOfPeak: z.number(),
  heldBackPerSecond: z.number(),
  refusal: LatencySummary,
  hintMs: z.object({ least: z.number(), most: z.number() }),
  withoutHint: z.number(),
  storedThoughRefused: z.number(),
  /** null: not within the calm time. */
  backToNormalSeconds: z.number().nullable(),
  worstLagMs: z.number(),
});
export type LevelReport = z.infer<typeof LevelReport>;

/** What `./parley bench overload --json` prints. */
export const OverloadReportSchema = BenchReportSchema.extend({
  scenario: z.literal('overload'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({
    /** What was given; 0: it was searched for. */
    peak: z.number(),
    seconds: z.number(),
    warmUpSeconds: z.number(),
    users: z.number(),
    seed: z.number(),
    groupPercent: z.number(),
  }),
  /** Sends a second that hold the budgets of `mixed`. */
  peakPerSecond: z.number(),
  levels: z.array(LevelReport),
});
export type OverloadReport = z.infer<typeof OverloadReportSchema>;

export type MeasuredLevel = { level: Level; followed: Followed<OverloadResult> };

export function overloadReport(
  options: OverloadOptions,
  target: Measurable,
  { peak, measured }: { peak: number; measured: readonly MeasuredLevel[] },
): OverloadReport {
  const levels = measured.map((one) => levelOf(one, { peak, seconds: options.seconds }));
  const budgets = measured.flatMap(({ level, followed: { result } }, index) =>
    budgetsOf(level, result, levels[index]?.acceptedPercentOfPeak ?? 0),
  );
  return OverloadReportSchema.parse({
    scenario: 'overload',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: levels.flatMap(tablesOf),
    install: target.kind,
    options,
    peakPerSecond: peak,
    levels,
  });
}

function levelOf(
  { level, followed }: MeasuredLevel,
  { peak, seconds }: { peak: number; seconds: number },
): LevelReport {
  const { result } = followed;
  const { refusal, hintMs, withoutHint, storedThoughRefused, backToNormalSeconds } = result;
  return {
    ...findingsOf(followed, seconds),
    times: level.times,
    acceptedPercentOfPeak: rounded((result.answered / seconds / peak) * 100),
    heldBackPerSecond: rounded(result.heldBack / seconds),
    refusal,
    hintMs,
    withoutHint,
    storedThoughRefused,
    backToNormalSeconds,
    worstLagMs: rounded(result.worstLagMs),
  };
}

function budgetsOf({ times, leastPercent }: Level, result: OverloadResult, acceptedPercent: number): Budget[] {
  const at = (name: string): string => `${times}x: ${name}`;
  const none = (name: string, value: number): Budget => atMost({ name: at(name), limit: 0, value, unit: '' });
  const { proof, refused, unanswered, withoutHint, storedThoughRefused, backToNormalSeconds } = result;
  const { BUSY: _, ...otherwise } = refused;
  return [
    atLeast({ name: at('accepted of the peak'), limit: leastPercent, value: acceptedPercent, unit: '%' }),
    below({ name: at('ack p99 of the accepted'), limit: ACK_P99_MS, value: rounded(result.ack.p99), unit: 'ms' }),
    none('lost', proof.lost),
    none('duplicated', proof.duplicated),
    none('out of order', proof.outOfOrder),
    none('gaps in seq', proof.gaps),
    none('altered', proof.altered),
    none('stored though refused', storedThoughRefused),
    none('neither accepted nor BUSY', unanswered + Object.values(otherwise).reduce((sum, count) => sum + count, 0)),
    none('BUSY without a hint', withoutHint),
    below({ name: at('back to normal'), limit: BACK_SECONDS, value: backToNormalSeconds ?? CALM_SECONDS, unit: 's' }),
  ];
}

function tablesOf(level: LevelReport): BenchTable[] {
  const { times, backToNormalSeconds, hintMs } = level;
  const tables = loadTables(level, {
    latencies: [{ name: 'BUSY', latency: level.refusal }],
    facts: [
      ['accepted of the peak, %', level.acceptedPercentOfPeak],
      ['held back per second', level.heldBackPerSecond],
      ['hint when to come back, least, ms', hintMs.least],
      ['hint when to come back, most, ms', hintMs.most],
      ['BUSY without a hint', level.withoutHint],
      ['stored though refused', level.storedThoughRefused],
      ['load generator late by at most, ms', level.worstLagMs],
      ...(backToNormalSeconds === null ? [] : [['back to normal after, s', backToNormalSeconds] as const]),
    ],
  });
  return tables.map((one) => ({ ...one, title: `${times}x: ${one.title}` }));
}
