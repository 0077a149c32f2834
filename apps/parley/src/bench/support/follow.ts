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
import type { Measurable } from './target.js';
import { tell } from './tell.js';

export interface Followed<R> {
  result: R;
  processes: ProcessUse[];
  machine: MachineUse;
  /** Transactions by database, from the moment all were connected to the end. */
  transactions: Record<string, number>;
}

interface Follow {
  /** Beside this folder. */
  module: string;
  interrupted: Interrupted;
  /** Called when the measured time begins and ends, while all connections are there. */
  begins?: () => void | Promise<void>;
  ends?: () => void | Promise<void>;
}

export interface Generator extends Follow {
  plan: object;
}

/** Several at once, where one may not open so many connections: a process each. */
export interface Generators extends Follow {
  plans: readonly object[];
}

/** Backends tell of their transactions about a second late. */
const REPORT_DELAY_MS = 1_500;

/** Runs a load generator and reads the processes when it says that the measured time begins and ends. */
export async function followGenerator<R>(target: Measurable, { plan, ...follow }: Generator): Promise<Followed<R>> {
  const { results, ...followed } = await followGenerators<R>(target, { ...follow, plans: [plan] });
  const [result] = results;
  if (result === undefined) throw new Error('the load generator has no result');
  return { result, ...followed };
}

/** The same of several; the measured time is when all of them measure. */
export async function followGenerators<R>(
  target: Measurable,
  generator: Generators,
): Promise<Omit<Followed<R>, 'result'> & { results: R[] }> {
  const { module, plans, interrupted } = generator;
  const runs = plans.map((plan) => startGenerator<R>(module, plan));
  const watched: Watched[] = [...target.processes(), ...runs.map(({ pid }, at) => ({ name: nameOf(at), pid }))];
  const all = async (phase: string): Promise<void> => {
    await Promise.all(runs.map((run) => run.reached(phase)));
  };
  const work = async (): Promise<Omit<Followed<R>, 'result'> & { results: R[] }> => {
    await all(PHASES.connected);
    tell('all are connected');
    const ended = await readTransactions(target.databases);
    await all(PHASES.measuring);
    const before = readProcesses(watched);
    await generator.begins?.();
    tell('measuring');
    await all(PHASES.measured);
    const after = readProcesses(watched);
    const processes = usesBetween(watched, before, after);
    tell('measured; reading everything back');
    await generator.ends?.();
    for (const run of runs) run.goOn();
    const results = await Promise.all(runs.map((run) => run.result));
    await sleep(REPORT_DELAY_MS);
    const now = await readTransactions(target.databases);
    const transactions: Record<string, number> = {};
    for (const { name } of target.databases) transactions[name] = (now.get(name) ?? 0) - (ended.get(name) ?? 0);
    return { results, processes, machine: machineBetween(before, after), transactions };
  };
  try {
    return await Promise.race([work(), interrupted]);
  } finally {
    await Promise.all(runs.map((run) => run.stop()));
  }
}

function nameOf(at: number): string {
  return at === 0 ? 'load generator' : `load generator ${at + 1}`;
}
