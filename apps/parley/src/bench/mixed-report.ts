import { z } from 'zod';

import type { BenchTable } from './report.js';
import type { Measured, MixedOptions } from './mixed.js';
import type { MixedResult } from './mixed-plan.js';
import { LatencySummary } from './support/latency.js';
import { ProcessUse } from './support/processes.js';
import { atLeast, atMost, below, BenchReportSchema, rounded } from './support/schema.js';
import { factTable, latencyTable, processTable } from './support/tables.js';
import type { Target } from './support/target.js';

const P99_MS = 200;
const counts = z.record(z.string(), z.number());

/** What `./parley bench mixed --json` prints. */
export const MixedReportSchema = BenchReportSchema.extend({
  scenario: z.literal('mixed'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({
    ratePerSecond: z.number(),
    seconds: z.number(),
    warmUpSeconds: z.number(),
    users: z.number(),
    connections: z.number(),
    seed: z.number(),
  }),
  offeredPerSecond: z.number(),
  achievedPerSecond: z.number(),
  ack: LatencySummary,
  delivery: LatencySummary,
  sends: z.object({ all: z.number(), acked: z.number(), unanswered: z.number(), repeated: counts, refused: counts }),
  proof: z.object({
    lost: z.number(),
    duplicated: z.number(),
    outOfOrder: z.number(),
    gaps: z.number(),
    altered: z.number(),
    bySync: z.number(),
    repeats: z.number(),
    stored: z.number(),
  }),
  processes: z.array(ProcessUse),
  transactionsPerSend: counts,
  wire: z.object({
    bytesPerDelivery: z.number(),
    bytesPerAck: z.number(),
    bytesPerRequest: z.number(),
    cursorAcksPerSecond: z.number(),
    heartbeatsPerSecond: z.number(),
    pulls: z.number(),
  }),
  generator: z.object({ connectSeconds: z.number(), worstLagMs: z.number(), closed: counts }),
});
export type MixedReport = z.infer<typeof MixedReportSchema>;

export function mixedReport(options: MixedOptions, target: Target, measured: Measured): MixedReport {
  const { result, processes, transactions } = measured;
  const { sends: all, acked, unanswered, repeated, refused, connectSeconds, worstLagMs, closed } = result;
  const budgets = budgetsOf(result);
  const report = {
    scenario: 'mixed' as const,
    ok: budgets.every(({ ok }) => ok),
    budgets,
    install: target.kind,
    options,
    offeredPerSecond: rounded(result.offered / options.seconds),
    achievedPerSecond: rounded(result.answered / options.seconds),
    ack: result.ack,
    delivery: result.delivery,
    sends: { all, acked, unanswered, repeated, refused },
    proof: result.proof,
    processes,
    transactionsPerSend: Object.fromEntries(transactions.map(({ database, perSend }) => [database, perSend])),
    wire: wireOf(result, options.seconds),
    generator: { connectSeconds: rounded(connectSeconds), worstLagMs: rounded(worstLagMs), closed },
  };
  return MixedReportSchema.parse({ ...report, tables: tablesOf(report) });
}

function tablesOf(report: Omit<MixedReport, 'tables'>): BenchTable[] {
  const { wire, sends, proof, generator } = report;
  const each = (counts: Record<string, number>, name: (key: string) => string): (readonly [string, number])[] =>
    Object.entries(counts).map(([key, value]) => [name(key), value]);
  return [
    latencyTable([
      { name: 'ack', latency: report.ack },
      { name: 'delivery', latency: report.delivery },
    ]),
    processTable(report.processes),
    factTable('Traffic', [
      ['offered per second', report.offeredPerSecond],
      ['achieved per second', report.achievedPerSecond],
      ['bytes on the wire per delivery', wire.bytesPerDelivery],
      ['bytes on the wire per ack', wire.bytesPerAck],
      ['bytes on the wire per request', wire.bytesPerRequest],
      ['cursor acks per second', wire.cursorAcksPerSecond],
      ['heartbeats per second', wire.heartbeatsPerSecond],
      ['pulls', wire.pulls],
      ...each(report.transactionsPerSend, (database) => `transactions per send, ${database}`),
    ]),
    factTable('Sent, read back and compared', [
      ['sent', sends.all],
      ['acked', sends.acked],
      ['unanswered', sends.unanswered],
      ['found in the timelines', proof.stored],
      ['came by sync, not by push', proof.bySync],
      ['events that the device had already', proof.repeats],
      ...each(sends.repeated, (code) => `sent again after ${code}`),
      ...each(sends.refused, (code) => `refused with ${code}`),
      ...each(generator.closed, (reason) => `connection: ${reason}`),
      ['load generator late by at most, ms', generator.worstLagMs],
    ]),
  ];
}

function budgetsOf({ offered, answered, ack, delivery, proof, refused, unanswered }: MixedResult) {
  const percent = offered === 0 ? 0 : (answered / offered) * 100;
  const failed = unanswered + sum(refused);
  const none = (name: string, value: number) => atMost({ name, limit: 0, value, unit: '' });
  return [
    atLeast({ name: 'achieved of offered', limit: 99, value: rounded(percent), unit: '%' }),
    below({ name: 'ack p99', limit: P99_MS, value: rounded(ack.p99), unit: 'ms' }),
    below({ name: 'delivery p99', limit: P99_MS, value: rounded(delivery.p99), unit: 'ms' }),
    none('lost', proof.lost),
    none('duplicated', proof.duplicated),
    none('out of order', proof.outOfOrder),
    none('gaps in seq', proof.gaps),
    none('altered', proof.altered),
    none('refused or unanswered', failed),
  ];
}

function wireOf({ traffic }: MixedResult, seconds: number): MixedReport['wire'] {
  const { meter, deliveries, cursorAcks, heartbeats, pulls } = traffic;
  const per = (bytes: number, things: number): number => (things === 0 ? 0 : Math.round(bytes / things));
  return {
    bytesPerDelivery: per(meter.eventBytes, deliveries),
    bytesPerAck: per(meter.ackBytes, meter.acks),
    bytesPerRequest: per(meter.sentBytes, meter.sent),
    cursorAcksPerSecond: rounded(cursorAcks / seconds),
    heartbeatsPerSecond: rounded(heartbeats / seconds),
    pulls,
  };
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
