import { z } from 'zod';

import type { BenchTable, Budget } from '../report.js';
import type { Followed } from './follow.js';
import { LatencySummary } from './latency.js';
import type { LoadResult } from './load-result.js';
import { MachineUse, ProcessUse } from './processes.js';
import { atMost, BenchReportSchema, rounded } from './schema.js';
import { factTable, latencyTable, processTable } from './tables.js';

const counts = z.record(z.string(), z.number());

/** What every scenario that sends has in its report. */
export const LoadReportSchema = BenchReportSchema.extend({
  install: z.enum(['running', 'throw-away']),
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
    overtaken: z.number(),
    bySync: z.number(),
    repeats: z.number(),
    stored: z.number(),
  }),
  processes: z.array(ProcessUse),
  machine: MachineUse,
  transactionsPerSend: counts,
  wire: z.object({
    eventBytesPerDelivery: z.number(),
    bytesPerAck: z.number(),
    bytesPerRequest: z.number(),
    framesPerSecond: z.number(),
    cursorAcksPerSecond: z.number(),
    heartbeatsPerSecond: z.number(),
    pulls: z.number(),
  }),
  seconds: z.array(z.object({ answered: z.number(), worstAckMs: z.number() })),
  trouble: counts,
  connectSeconds: z.number(),
});
export type LoadReport = z.infer<typeof LoadReportSchema>;
export type LoadFindings = Omit<LoadReport, 'scenario' | 'ok' | 'budgets' | 'tables' | 'install'>;

export function findingsOf(followed: Followed<LoadResult>, seconds: number): LoadFindings {
  const { result, processes, machine, transactions } = followed;
  const { sends: all, acked, unanswered, repeated, refused, trouble } = result;
  return {
    offeredPerSecond: rounded(result.offered / seconds),
    achievedPerSecond: rounded(result.answered / seconds),
    ack: result.ack,
    delivery: result.delivery,
    sends: { all, acked, unanswered, repeated, refused },
    proof: result.proof,
    processes: processes.map((one) => ({ ...one, microsPerSend: microsPerSend(one, seconds, result.answered) })),
    machine,
    transactionsPerSend: perSend(transactions, all),
    wire: wireOf(result, seconds),
    seconds: result.seconds,
    trouble,
    connectSeconds: rounded(result.connectSeconds),
  };
}

/** Transactions of each database by sends; what runs outside of a block is one each. */
export function perSend(transactions: Record<string, number>, sends: number): Record<string, number> {
  const rates = Object.entries(transactions).map(([name, n]) => [name, Number((n / Math.max(1, sends)).toFixed(3))]);
  return Object.fromEntries(rates) as Record<string, number>;
}

/** Nothing may be wrong, whatever the rate. */
export function proofBudgets({ proof, refused, unanswered }: LoadResult): Budget[] {
  const none = (name: string, value: number): Budget => atMost({ name, limit: 0, value, unit: '' });
  return [
    none('lost', proof.lost),
    none('duplicated', proof.duplicated),
    none('out of order', proof.outOfOrder),
    none('gaps in seq', proof.gaps),
    none('altered', proof.altered),
    none('refused or unanswered', unanswered + sum(refused)),
  ];
}

/** What a scenario shows beyond the common. */
interface More {
  latencies?: readonly { name: string; latency: LatencySummary }[];
  facts?: readonly (readonly [string, number])[];
}

export function loadTables(report: LoadFindings, { latencies = [], facts = [] }: More = {}): BenchTable[] {
  const { wire, sends, proof } = report;
  return [
    latencyTable([{ name: 'ack', latency: report.ack }, { name: 'delivery', latency: report.delivery }, ...latencies]),
    processTable(report.processes, report.machine),
    factTable('Traffic', [
      ['offered per second', report.offeredPerSecond],
      ['achieved per second', report.achievedPerSecond],
      ['event bytes on the wire per delivery', wire.eventBytesPerDelivery],
      ['bytes on the wire per ack', wire.bytesPerAck],
      ['bytes on the wire per request', wire.bytesPerRequest],
      ['event frames per second', wire.framesPerSecond],
      ['cursor acks per second', wire.cursorAcksPerSecond],
      ['heartbeats per second', wire.heartbeatsPerSecond],
      ['pulls', wire.pulls],
      ...named(report.transactionsPerSend, (database) => `transactions per send, ${database}`),
    ]),
    factTable('Sent, read back and compared', [
      ['sent', sends.all],
      ['acked', sends.acked],
      ['unanswered', sends.unanswered],
      ['found in the timelines', proof.stored],
      ['came by sync, not by push', proof.bySync],
      ['pushed after a later one', proof.overtaken],
      ['events that the device had already', proof.repeats],
      ...named(sends.repeated, (code) => `sent again after ${code}`),
      ...named(sends.refused, (code) => `refused with ${code}`),
      ...named(report.trouble, (reason) => `trouble: ${reason}`),
      ...facts,
    ]),
  ];
}

function named(counts: Record<string, number>, name: (key: string) => string): (readonly [string, number])[] {
  return Object.entries(counts).map(([key, value]) => [name(key), value]);
}

function wireOf({ traffic }: LoadResult, seconds: number): LoadReport['wire'] {
  const { meter, deliveries, cursorAcks, heartbeats, pulls } = traffic;
  const per = (bytes: number, things: number): number => (things === 0 ? 0 : Math.round(bytes / things));
  return {
    eventBytesPerDelivery: per(meter.eventBytes, deliveries),
    bytesPerAck: per(meter.ackBytes, meter.acks),
    bytesPerRequest: per(meter.sentBytes, meter.sent),
    framesPerSecond: rounded(meter.events / seconds),
    cursorAcksPerSecond: rounded(cursorAcks / seconds),
    heartbeatsPerSecond: rounded(heartbeats / seconds),
    pulls,
  };
}

function microsPerSend({ cores }: ProcessUse, seconds: number, sends: number): number {
  return sends === 0 ? 0 : Number(((cores * seconds * 1e6) / sends).toFixed(1));
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
