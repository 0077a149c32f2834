import { z } from 'zod';

import type { ReceiptsResult } from './receipts-load.js';
import { LatencySummary } from './support/latency.js';
import { MachineUse, ProcessUse } from './support/processes.js';
import { atLeast, atMost, below, BenchReportSchema, rounded } from './support/schema.js';
import { factTable, processTable } from './support/tables.js';
import type { Target } from './support/target.js';
import type { Used } from './support/watch-use.js';

const REPORT_MS = 500;
const LOOK_MS = 300;

/** What `./parley bench receipts --json` prints. */
export const ReceiptsReportSchema = BenchReportSchema.extend({
  scenario: z.literal('receipts'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({ members: z.number(), rounds: z.number() }),
  processes: z.array(ProcessUse),
  machine: MachineUse,
  reports: LatencySummary,
  pages: LatencySummary,
  counts: LatencySummary,
  reportsPerSecond: z.number(),
});
export type ReceiptsReport = z.infer<typeof ReceiptsReportSchema>;
export type ReceiptsOptions = ReceiptsReport['options'];

export function receiptsReport(options: ReceiptsOptions, target: Target, used: Used<ReceiptsResult>): ReceiptsReport {
  const { result, processes, machine } = used;
  const { reports, pages, counts, torn, readInTheEnd } = result;
  const budgets = [
    below({ name: 'read report p99', limit: REPORT_MS, value: rounded(reports.p99), unit: 'ms' }),
    below({ name: 'page of readers p99', limit: LOOK_MS, value: rounded(pages.p99), unit: 'ms' }),
    below({ name: 'counts of messages p99', limit: LOOK_MS, value: rounded(counts.p99), unit: 'ms' }),
    atMost({ name: 'answers that were not everybody', limit: 0, value: torn, unit: '' }),
    atLeast({ name: 'have read in the end', limit: options.members - 1, value: readInTheEnd, unit: '' }),
  ];
  const reportsPerSecond = rounded(result.reportsPerSecond);
  const times = (name: string, { p50, p95, p99, max, count }: LatencySummary): [string, string | number][] => [
    [`${name}: p50 / p95 / p99 / max, ms`, [p50, p95, p99, max].map(rounded).join(' / ')],
    [`${name}: requests`, count],
  ];
  return ReceiptsReportSchema.parse({
    scenario: 'receipts',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      processTable(processes, machine),
      factTable('Receipts', [
        ...times('read report', reports),
        ...times('page of readers', pages),
        ...times('counts of up to 100 messages', counts),
        ['reports a second', reportsPerSecond],
      ]),
    ],
    install: target.kind,
    options,
    processes,
    machine,
    reports,
    pages,
    counts,
    reportsPerSecond,
  });
}
