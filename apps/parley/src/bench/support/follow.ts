import { setTimeout as sleep } from 'node:timers/promises';

import { startGenerator } from './generator.js';
import type { Interrupted } from './interrupt.js';
import { PHASES } from './load-result.js';
import {
  machineBetween,
  readProcesses,
  usesBetween,
  type MachineUse,
  type ProcessUse,
  type Watched,
} from './processes.js';
import { readTransactions } from './statements.js';
import type { Target } from './target.js';

export interface Followed<R> {
  result: R;
  processes: ProcessUse[];
  machine: MachineUse;
  /** Transactions by database, from the moment all were connected to the end. */
  transactions: Record<string, number>;
}

export interface Generator {
  /** Beside this folder. */
  module: string;
  plan: object;
  interrupted: Interrupted;
  /** Called when the measured time begins and ends, while all connections are there. */
  begins?: () => void;
  ends?: () => void | Promise<void>;
}

/** Where the run is; the report is on stdout. */
function tell(text: string): void {
  process.stderr.write(`      ${text}\n`);
}

/** Backends tell of their transactions about a second late. */
const REPORT_DELAY_MS = 1_500;

/** Runs a load generator and reads the processes when it says that the measured time begins and ends. */
export async function followGenerator<R>(target: Target, generator: Generator): Promise<Followed<R>> {
  const run = startGenerator<R>(generator.module, generator.plan);
  const watched: Watched[] = [...target.processes(), { name: 'load generator', pid: run.pid }];
  const work = async (): Promise<Followed<R>> => {
    await run.reached(PHASES.connected);
    tell('all are connected');
    const ended = await readTransactions(target.databases);
    await run.reached(PHASES.measuring);
    const before = readProcesses(watched);
    generator.begins?.();
    tell('measuring');
    await run.reached(PHASES.measured);
    const after = readProcesses(watched);
    const processes = usesBetween(watched, before, after);
    tell('measured; reading everything back');
    await generator.ends?.();
    run.goOn();
    const result = await run.result;
    await sleep(REPORT_DELAY_MS);
    const now = await readTransactions(target.databases);
    const transactions: Record<string, number> = {};
    for (const { name } of target.databases) transactions[name] = (now.get(name) ?? 0) - (ended.get(name) ?? 0);
    return { result, processes, machine: machineBetween(before, after), transactions };
  };
  try {
    return await Promise.race([work(), generator.interrupted]);
  } finally {
    await run.stop();
  }
}
