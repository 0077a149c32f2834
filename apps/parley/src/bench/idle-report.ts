import { z } from 'zod';

import type { IdleResult } from './idle-plan.js';
import type { Followed } from './support/follow.js';
import { MachineUse, ProcessUse } from './support/processes.js';
import { atLeast, atMost, BenchReportSchema, rounded } from './support/schema.js';
import { factTable, processTable } from './support/tables.js';
import type { Target } from './support/target.js';

const KB_PER_CONNECTION = 25;

/** What `./parley bench idle --json` prints. */
export const IdleReportSchema = BenchReportSchema.extend({
  scenario: z.literal('idle'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({ connections: z.number(), settleSeconds: z.number(), seconds: z.number() }),
  /** Resident memory of the processes that hold the connections. */
  gatewayBytes: z.object({ before: z.number(), after: z.number() }),
  processes: z.array(ProcessUse),
  machine: MachineUse,
  heartbeatsPerSecond: z.number(),
  connectSeconds: z.number(),
  trouble: z.record(z.string(), z.number()),
});
export type IdleReport = z.infer<typeof IdleReportSchema>;

export type IdleOptions = z.infer<typeof IdleReportSchema>['options'];
type Measured = Followed<IdleResult> & { before: number; after: number };

export function idleReport(options: IdleOptions, target: Target, measured: Measured): IdleReport {
  const { result, processes, machine, before, after } = measured;
  const { connections } = options;
  const kilobytes = rounded((after - before) / connections / 1024);
  const budgets = [
    atMost({ name: 'memory per connection', limit: KB_PER_CONNECTION, value: kilobytes, unit: 'KB' }),
    atLeast({ name: 'connected at the end', limit: connections, value: result.connected, unit: '' }),
  ];
  const heartbeatsPerSecond = rounded(result.traffic.heartbeats / options.seconds);
  const connectSeconds = rounded(result.connectSeconds);
  return IdleReportSchema.parse({
    scenario: 'idle',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      processTable(processes, machine),
      factTable('Connections', [
        ['connected', result.connected],
        ['seconds to connect', connectSeconds],
        ['gateway memory before, MB', (before / 1024 ** 2).toFixed(0)],
        ['gateway memory after, MB', (after / 1024 ** 2).toFixed(0)],
        ['heartbeats per second', heartbeatsPerSecond],
        ...Object.entries(result.trouble).map(([reason, count]) => [`trouble: ${reason}`, count] as const),
      ]),
    ],
    install: target.kind,
    options,
    gatewayBytes: { before, after },
    processes,
    machine,
    heartbeatsPerSecond,
    connectSeconds,
    trouble: result.trouble,
  });
}
