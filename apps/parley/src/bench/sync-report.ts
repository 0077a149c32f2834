import { z } from 'zod';

import type { SyncResult } from './sync-load.js';
import { LatencySummary } from './support/latency.js';
import { MachineUse, ProcessUse } from './support/processes.js';
import { atLeast, atMost, below, BenchReportSchema, rounded } from './support/schema.js';
import { factTable, processTable } from './support/tables.js';
import type { Target } from './support/target.js';
import type { Used } from './support/watch-use.js';

const BACK_MS = 1_000;

/** What `./parley bench sync --json` prints. */
export const SyncReportSchema = BenchReportSchema.extend({
  scenario: z.literal('sync'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({ missed: z.number(), conversations: z.number() }),
  processes: z.array(ProcessUse),
  machine: MachineUse,
  pull: LatencySummary,
  snapshot: LatencySummary,
  makingSeconds: z.number(),
});
export type SyncReport = z.infer<typeof SyncReportSchema>;
export type SyncOptions = SyncReport['options'];

export function syncReport(options: SyncOptions, target: Target, used: Used<SyncResult>): SyncReport {
  const { result, processes, machine } = used;
  const { pull, snapshot, entries, rows, wrong } = result;
  const budgets = [
    below({ name: 'what was missed, p50', limit: BACK_MS, value: rounded(pull.p50), unit: 'ms' }),
    below({ name: 'beginning anew, p50', limit: BACK_MS, value: rounded(snapshot.p50), unit: 'ms' }),
    atLeast({ name: 'messages that came', limit: options.missed, value: entries, unit: '' }),
    atLeast({ name: 'rows in the list', limit: options.conversations, value: rows, unit: '' }),
    atMost({ name: 'entries out of place', limit: 0, value: wrong, unit: '' }),
  ];
  const makingSeconds = rounded(result.makingSeconds);
  const times = (name: string, { p50, p95, max, count }: LatencySummary): [string, string | number][] => [
    [`${name}: p50 / p95 / max, ms`, [p50, p95, max].map(rounded).join(' / ')],
    [`${name}: times`, count],
  ];
  return SyncReportSchema.parse({
    scenario: 'sync',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      processTable(processes, machine),
      factTable('Coming back', [
        ...times('all that was missed, in pages of 500', pull),
        ...times('the chat list, in pages of 200', snapshot),
        ['seconds to make it', makingSeconds],
      ]),
    ],
    install: target.kind,
    options,
    processes,
    machine,
    pull,
    snapshot,
    makingSeconds,
  });
}
