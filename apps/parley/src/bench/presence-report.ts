import { z } from 'zod';

import type { PresenceResult } from './presence-plan.js';
import type { Followed } from './support/follow.js';
import { LatencySummary } from './support/latency.js';
import { MachineUse, ProcessUse } from './support/processes.js';
import { atLeast, atMost, below, BenchReportSchema, rounded } from './support/schema.js';
import { factTable, processTable } from './support/tables.js';
import type { Target } from './support/target.js';

const ASK_MS = 300;
/** Gateways report twice a second. */
const TELL_MS = 1_500;

/** What `./parley bench presence --json` prints. */
export const PresenceReportSchema = BenchReportSchema.extend({
  scenario: z.literal('presence'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({ users: z.number(), seconds: z.number(), leaving: z.number(), onScreen: z.number() }),
  asked: LatencySummary,
  came: LatencySummary,
  left: LatencySummary,
  departuresPerSecond: z.number(),
  questionsPerSecond: z.number(),
  signalsPerSecond: z.number(),
  flaps: z.number(),
  missing: z.number(),
  connectSeconds: z.number(),
  settledSeconds: z.number(),
  transactions: z.record(z.string(), z.number()),
  processes: z.array(ProcessUse),
  machine: MachineUse,
  trouble: z.record(z.string(), z.number()),
});
export type PresenceReport = z.infer<typeof PresenceReportSchema>;
export type PresenceOptions = PresenceReport['options'];

export function presenceReport(
  options: PresenceOptions,
  target: Target,
  { result, processes, machine, transactions }: Followed<PresenceResult>,
): PresenceReport {
  const { asked, came, left, flaps, missing, trouble } = result;
  const budgets = [
    below({ name: 'presence.get p99', limit: ASK_MS, value: rounded(asked.p99), unit: 'ms' }),
    below({ name: 'coming is told p99', limit: TELL_MS, value: rounded(came.p99), unit: 'ms' }),
    below({ name: 'leaving is told p99, after the grace', limit: TELL_MS, value: rounded(left.p99), unit: 'ms' }),
    atMost({ name: 'told gone, and back within the grace', limit: 0, value: flaps, unit: '' }),
    atMost({ name: 'not said to be there in the end', limit: 0, value: missing, unit: '' }),
    atLeast({ name: 'connected', limit: options.users, value: result.connected, unit: '' }),
  ];
  const perSecond = (number: number): number => rounded(number / options.seconds);
  const rates = {
    departuresPerSecond: perSecond(result.departures),
    questionsPerSecond: rounded(options.users / 30),
    signalsPerSecond: perSecond(result.signals),
  };
  const settledSeconds = rounded(result.settledSeconds);
  const times = (name: string, { p50, p95, p99, max, count }: LatencySummary): [string, string | number] => [
    `${name} (${count}): p50 / p95 / p99 / max, ms`,
    [p50, p95, p99, max].map(rounded).join(' / '),
  ];
  return PresenceReportSchema.parse({
    scenario: 'presence',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      processTable(processes, machine),
      factTable('Presence', [
        times('presence.get', asked),
        times('coming is told', came),
        times('leaving is told, after the grace', left),
        ['people who leave a second', rates.departuresPerSecond],
        ['signals a second', rates.signalsPerSecond],
        ['seconds until everybody is there again', settledSeconds],
        ...Object.entries(trouble).map(([reason, number]) => [`trouble: ${reason}`, number] as const),
      ]),
    ],
    install: target.kind,
    options,
    asked,
    came,
    left,
    ...rates,
    flaps,
    missing,
    connectSeconds: rounded(result.connectSeconds),
    settledSeconds,
    transactions,
    processes,
    machine,
    trouble,
  });
}
