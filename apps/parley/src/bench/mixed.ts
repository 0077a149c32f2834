import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

import { parseProcesses, UsageError } from '../args.js';
import { PHASES, type MixedPlan, type MixedResult } from './mixed-plan.js';
import { mixedReport, type MixedReport } from './mixed-report.js';
import { startGenerator, type GeneratorRun } from './support/generator.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { wholeOption } from './support/options.js';
import { readProcesses, usesBetween, type ProcessUse, type Watched } from './support/processes.js';
import { readTransactions } from './support/statements.js';
import { withTarget, type Target } from './support/target.js';

export interface MixedOptions {
  ratePerSecond: number;
  seconds: number;
  warmUpSeconds: number;
  users: number;
  connections: number;
  seed: number;
}

export interface Measured {
  result: MixedResult;
  processes: ProcessUse[];
  transactions: { database: string; perSend: number }[];
}

const REPORT_DELAY_MS = 1_500;

/**
 * `./parley bench mixed [--rate 2000] [--seconds 30] [--warm-up 5] [--users 10000] [--connections N] [--seed 1]
 * [--fresh] [--processes …]`: direct chats at a rate, open loop, on the running install or on one of its own.
 */
export async function run(args: string[]): Promise<MixedReport> {
  const { values } = parseArgs({
    args,
    options: {
      rate: { type: 'string', default: '2000' },
      seconds: { type: 'string', default: '30' },
      'warm-up': { type: 'string', default: '5' },
      users: { type: 'string', default: '10000' },
      connections: { type: 'string' },
      seed: { type: 'string', default: '1' },
      fresh: { type: 'boolean', default: false },
      processes: { type: 'string' },
    },
  });
  const users = wholeOption(values, 'users', { least: 2, most: 100_000 });
  const connections =
    values.connections === undefined ? users : wholeOption(values, 'connections', { least: 2, most: users });
  if (users % 2 === 1 || connections % 2 === 1) {
    throw new UsageError('--users, --connections: give even numbers, two people share a conversation');
  }
  const options: MixedOptions = {
    ratePerSecond: wholeOption(values, 'rate', { least: 1, most: 100_000 }),
    seconds: wholeOption(values, 'seconds', { least: 1, most: 86_400 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 0, most: 600 }),
    seed: wholeOption(values, 'seed', { least: 0, most: 2 ** 31 }),
    users,
    connections,
  };
  const { processes } = values;
  const shape = processes === undefined ? {} : { processes: parseProcesses(processes) };
  // Roles apart means a stack that is made for it.
  const fresh = values.fresh || processes !== undefined;
  return withInterrupt((interrupted) =>
    withTarget({ fresh, interrupted, ...shape }, async (target) => {
      const measured = await measure(target, options, interrupted);
      return mixedReport(options, target, measured);
    }),
  );
}

async function measure(target: Target, options: MixedOptions, interrupted: Interrupted): Promise<Measured> {
  const minted = await Promise.race([target.cli.mintSessions(options.users), interrupted]);
  const { ratePerSecond, seconds, warmUpSeconds, seed } = options;
  const sessions = minted.sessions.slice(0, options.connections);
  const plan: MixedPlan = { address: target.address, sessions, ratePerSecond, seconds, warmUpSeconds, seed };
  const generator = startGenerator<MixedResult>('../mixed-load.js', plan);
  try {
    return await Promise.race([follow(generator, target), interrupted]);
  } finally {
    await generator.stop();
  }
}

/** Reads the processes when the generator says that the measured time begins and ends. */
async function follow(generator: GeneratorRun<MixedResult>, target: Target): Promise<Measured> {
  const watched: Watched[] = [...target.processes(), { name: 'load generator', pid: generator.pid }];
  await generator.reached(PHASES.connected);
  const transactionsBefore = await readTransactions(target.databases);
  await generator.reached(PHASES.measuring);
  const before = readProcesses(watched);
  await generator.reached(PHASES.measured);
  const after = readProcesses(watched);
  const use = usesBetween(watched, { before, after });
  const result = await generator.result;
  await sleep(REPORT_DELAY_MS);
  const transactionsAfter = await readTransactions(target.databases);
  return {
    result,
    processes: use.map((one) => ({ ...one, microsPerSend: perSend(one.cores, before.at, after.at, result.answered) })),
    transactions: target.databases.map(({ name }) => {
      const ended = (transactionsAfter.get(name) ?? 0) - (transactionsBefore.get(name) ?? 0);
      return { database: name, perSend: Number((ended / Math.max(1, result.sends)).toFixed(3)) };
    }),
  };
}

function perSend(cores: number, from: number, to: number, sends: number): number {
  return Number(((cores * (to - from) * 1_000) / Math.max(1, sends)).toFixed(1));
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
