import { z } from 'zod';

import type { FanoutResult } from './fanout-plan.js';
import type { Followed } from './support/follow.js';
import { LatencySummary } from './support/latency.js';
import { perSend } from './support/load-report.js';
import { PARSERS } from './support/packets.js';
import { MachineUse, ProcessUse } from './support/processes.js';
import { atLeast, atMost, below, BenchReportSchema, rounded } from './support/schema.js';
import { factTable, latencyTable, processTable } from './support/tables.js';
import type { Measurable } from './support/target.js';

const DELIVERY_P99_MS = 1_000;
const HEAD_P99_MS = 2_000;

const counts = z.record(z.string(), z.number());

/** What `./parley bench fanout --json` prints. */
export const FanoutReportSchema = BenchReportSchema.extend({
  scenario: z.literal('fanout'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({
    members: z.number(),
    openPercent: z.number(),
    deliveriesPerSecond: z.number(),
    seconds: z.number(),
    warmUpSeconds: z.number(),
    parser: z.enum(PARSERS),
  }),
  open: z.number(),
  sendsPerSecond: z.number(),
  deliveriesPerSecond: z.number(),
  framesPerSecond: z.number(),
  bytesPerDelivery: z.number(),
  transactionsPerSend: counts,
  ack: LatencySummary,
  delivery: LatencySummary,
  head: LatencySummary,
  sends: z.object({ all: z.number(), acked: z.number(), refused: counts }),
  proof: z.object({
    lost: z.number(),
    pulled: z.number(),
    duplicated: z.number(),
    outOfOrder: z.number(),
    headsUnknown: z.number(),
  }),
  processes: z.array(ProcessUse),
  machine: MachineUse,
  /** To make the group, in calls of up to 1,000 people. */
  makeSeconds: z.number(),
  connectSeconds: z.number(),
  trouble: counts,
});
export type FanoutReport = z.infer<typeof FanoutReportSchema>;
export type FanoutOptions = FanoutReport['options'];

type Measured = Followed<FanoutResult> & { open: number; sendsPerSecond: number; makeSeconds: number };

export function fanoutReport(options: FanoutOptions, target: Measurable, measured: Measured): FanoutReport {
  const { result, processes, machine, transactions, open, sendsPerSecond } = measured;
  const { lost, pulled, duplicated, outOfOrder, headsUnknown, refused, ack, delivery, head } = result;
  const deliveriesPerSecond = rounded(result.deliveries / options.seconds);
  const none = (name: string, value: number) => atMost({ name, limit: 0, value, unit: '' });
  const budgets = [
    atLeast({
      name: 'deliveries a second',
      limit: Math.floor(options.deliveriesPerSecond * 0.98),
      value: deliveriesPerSecond,
      unit: '',
    }),
    below({ name: 'delivery p99', limit: DELIVERY_P99_MS, value: rounded(delivery.p99), unit: 'ms' }),
    ...(open < options.members
      ? [
          below({ name: 'head at the others, p99', limit: HEAD_P99_MS, value: rounded(head.p99), unit: 'ms' }),
          none('others that don’t know the last head after 2 s', headsUnknown),
        ]
      : []),
    none('lost', lost),
    none('duplicated', duplicated),
    none('out of order', outOfOrder),
    none('refused or unanswered', result.sends - result.acked),
  ];
  const makeSeconds = rounded(measured.makeSeconds);
  const connectSeconds = rounded(result.connectSeconds);
  const framesPerSecond = rounded(result.frames / options.seconds);
  const bytesPerDelivery = result.deliveries === 0 ? 0 : Math.round(result.bytes / result.deliveries);
  const transactionsPerSend = perSend(transactions, result.sends);
  return FanoutReportSchema.parse({
    scenario: 'fanout',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      latencyTable([
        { name: 'ack', latency: ack },
        { name: 'delivery', latency: delivery },
        { name: 'head', latency: head },
      ]),
      processTable(processes, machine),
      factTable('One conversation', [
        ['members', options.members],
        ['have it open', open],
        ['seconds to make it', makeSeconds],
        ['seconds to connect', connectSeconds],
        ['sends per second', rounded(sendsPerSecond)],
        ['deliveries per second', deliveriesPerSecond],
        ['frames per second', framesPerSecond],
        ['bytes on the wire per delivery', bytesPerDelivery],
        ...Object.entries(transactionsPerSend).map(([name, n]) => [`transactions per send, ${name}`, n] as const),
        ['pulled at the end', pulled],
        ...Object.entries(result.trouble).map(([reason, n]) => [`trouble: ${reason}`, n] as const),
        ...Object.entries(refused).map(([code, n]) => [`refused: ${code}`, n] as const),
      ]),
    ],
    install: target.kind,
    options,
    open,
    sendsPerSecond,
    deliveriesPerSecond,
    framesPerSecond,
    bytesPerDelivery,
    transactionsPerSend,
    ack,
    delivery,
    head,
    sends: { all: result.sends, acked: result.acked, refused },
    proof: { lost, pulled, duplicated, outOfOrder, headsUnknown },
    processes,
    machine,
    makeSeconds,
    connectSeconds,
    trouble: result.trouble,
  });
}
