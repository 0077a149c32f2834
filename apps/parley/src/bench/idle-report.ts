import { z } from 'zod';

import type { GatewayMemory } from './idle.js';
import type { IdleResult } from './idle-plan.js';
import type { Followed } from './support/follow.js';
import { MachineUse, ProcessUse } from './support/processes.js';
import { atLeast, atMost, below, BenchReportSchema, rounded } from './support/schema.js';
import { factTable, processTable } from './support/tables.js';
import type { Target } from './support/target.js';

const KB_PER_CONNECTION = 20;
/** Of one core, all processes of the server together. */
const CORES_AT_REST = 0.25;

/** Without garbage only where the bench may collect it: on a stack of its own. */
const memory = z.object({ asItIs: z.number(), withoutGarbage: z.number().optional() });

/** What `./parley bench idle --json` prints. */
export const IdleReportSchema = BenchReportSchema.extend({
  scenario: z.literal('idle'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({ connections: z.number(), settleSeconds: z.number(), seconds: z.number() }),
  /** Resident memory of the processes that hold the connections. */
  gatewayBytes: z.object({ before: memory, after: memory }),
  bytesPerConnection: memory,
  processes: z.array(ProcessUse),
  machine: MachineUse,
  heartbeatsPerSecond: z.number(),
  connectSeconds: z.number(),
  trouble: z.record(z.string(), z.number()),
});
export type IdleReport = z.infer<typeof IdleReportSchema>;

export type IdleOptions = z.infer<typeof IdleReportSchema>['options'];
type Measured = Omit<Followed<IdleResult>, 'result'> & {
  results: readonly IdleResult[];
  before: GatewayMemory;
  after: GatewayMemory;
};

export function idleReport(options: IdleOptions, target: Target, measured: Measured): IdleReport {
  const { results, processes, machine, before, after } = measured;
  const result = together(results);
  const served = processes.filter(({ name }) => /^(server|gateway|logic|worker)/.test(name));
  const cores = rounded(served.reduce((sum, one) => sum + one.cores, 0));
  const { connections } = options;
  const bytesPerConnection = growth(before, after, connections);
  const judged = bytesPerConnection.withoutGarbage ?? bytesPerConnection.asItIs;
  const budgets = [
    atMost({ name: 'memory per connection', limit: KB_PER_CONNECTION, value: rounded(judged / 1024), unit: 'KB' }),
    atLeast({ name: 'connected at the end', limit: connections, value: result.connected, unit: '' }),
    below({ name: 'server at rest', limit: CORES_AT_REST, value: cores, unit: 'cores' }),
  ];
  const heartbeatsPerSecond = rounded(result.heartbeats / options.seconds);
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
        ...memoryRows('gateway memory before, MB', before, 1024 ** 2),
        ...memoryRows('gateway memory after, MB', after, 1024 ** 2),
        ...memoryRows('memory per connection, KB', bytesPerConnection, 1024),
        ['heartbeats per second', heartbeatsPerSecond],
        ...Object.entries(result.trouble).map(([reason, count]) => [`trouble: ${reason}`, count] as const),
      ]),
    ],
    install: target.kind,
    options,
    gatewayBytes: { before, after },
    bytesPerConnection,
    processes,
    machine,
    heartbeatsPerSecond,
    connectSeconds,
    trouble: result.trouble,
  });
}

/** What all load generators found. */
function together(
  results: readonly IdleResult[],
): Pick<IdleResult, 'connected' | 'connectSeconds' | 'trouble'> & { heartbeats: number } {
  const trouble: Record<string, number> = {};
  for (const [reason, count] of results.flatMap((one) => Object.entries(one.trouble))) {
    trouble[reason] = (trouble[reason] ?? 0) + count;
  }
  return {
    connected: results.reduce((sum, one) => sum + one.connected, 0),
    connectSeconds: Math.max(0, ...results.map((one) => one.connectSeconds)),
    heartbeats: results.reduce((sum, one) => sum + one.traffic.heartbeats, 0),
    trouble,
  };
}

function growth(before: GatewayMemory, after: GatewayMemory, connections: number): GatewayMemory {
  const per = (from: number, to: number): number => Math.round((to - from) / connections);
  const asItIs = per(before.asItIs, after.asItIs);
  if (before.withoutGarbage === undefined || after.withoutGarbage === undefined) return { asItIs };
  return { asItIs, withoutGarbage: per(before.withoutGarbage, after.withoutGarbage) };
}

function memoryRows(name: string, { asItIs, withoutGarbage }: GatewayMemory, unit: number): [string, number][] {
  const rows: [string, number][] = [[name, rounded(asItIs / unit)]];
  if (withoutGarbage !== undefined) rows.push([`${name}, without garbage`, rounded(withoutGarbage / unit)]);
  return rows;
}
