import { setTimeout as sleep } from 'node:timers/promises';

import { UsageError } from '../args.js';
import { BACK, type HerdPlan, type HerdResult } from './herd-plan.js';
import { herdReport, type HerdReport, type Pace } from './herd-report.js';
import { followMeanwhile } from './support/follow-meanwhile.js';
import type { GeneratorRun } from './support/generator.js';
import { withInterrupt } from './support/interrupt.js';
import { benchOptions, pairedOption, targetChoice, wholeOption } from './support/options.js';
import { rounded } from './support/schema.js';
import { readTransactions } from './support/statements.js';
import { withTarget, type Target } from './support/target.js';

export interface HerdOptions {
  connections: number;
  ratePerSecond: number;
  /** How long it is steady. */
  seconds: number;
  warmUpSeconds: number;
  seed: number;
  groupPercent: number;
}

const SHAPE = 'gateway=2,logic=1,worker=1';
/** Backends tell of their transactions once a second, so shorter slices would show when they told and not when it was. */
const SLICE_MS = 2_500;

/**
 * `./parley bench herd [--connections 10000] [--rate 500] [--seconds 15] [--warm-up 5] [--seed 1] [--groups 10] [--processes gateway=2,logic=1,worker=1]`:
 * one of two gateways is killed while people talk, and its devices come back. On a throw-away install, as it kills a process.
 */
export async function run(args: string[]): Promise<HerdReport> {
  const values = benchOptions(args, {
    connections: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '15' },
    'warm-up': { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    groups: { type: 'string', default: '10' },
    processes: { type: 'string', default: SHAPE },
  });
  const connections = pairedOption(values, 'connections');
  const options: HerdOptions = {
    ratePerSecond: wholeOption(values, 'rate', { least: 1, most: 100_000 }),
    seconds: wholeOption(values, 'seconds', { least: 5, most: 600 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 0, most: 600 }),
    seed: wholeOption(values, 'seed', { least: 0, most: 2 ** 31 }),
    groupPercent: wholeOption(values, 'groups', { least: 0, most: 100 }),
    connections,
  };
  const choice = targetChoice({ running: false, processes: values.processes });
  if ((choice.processes?.gateway ?? 0) < 2) throw new UsageError('--processes: one of two or more gateways is killed');
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, async (target) => {
      const sessions = await Promise.race([target.cli.mintSessions(connections, 'with groups'), interrupted]);
      const plan: HerdPlan = { ...options, address: target.address, sessions, groupShare: options.groupPercent / 100 };
      const pace: Pace = { steady: 0, worst: 0, whileBack: 0 };
      const followed = await followMeanwhile<HerdResult>(
        target,
        { module: '../herd-load.js', plan, interrupted },
        (run) => killOne({ target, run, pace }, options.seconds),
      );
      return herdReport(options, target, { ...followed, pace });
    }),
  );
}

type Killing = { target: Target; run: GeneratorRun<HerdResult>; pace: Pace };

async function killOne({ target, run, pace }: Killing, steadySeconds: number): Promise<void> {
  const meter = new Transactions(target);
  await meter.next(0);
  await sleep(steadySeconds * 1_000);
  const steady = await meter.next(0);
  pace.steady = rounded(steady.perSecond);
  run.goOn();
  const restarted = target.restart('gateway-0', 'SIGKILL');
  let back = false;
  const all = run.reached(BACK).then(() => {
    back = true;
  });
  // Awaited below; until then whoever waits for the result hears of it.
  for (const promise of [restarted, all]) promise.catch(() => undefined);
  let [transactions, seconds] = [0, 0];
  // One slice more: what was done at the end of the last one is told in it.
  for (let more = true; more;) {
    more = !back;
    const slice = await meter.next(SLICE_MS);
    pace.worst = Math.max(pace.worst, rounded(slice.perSecond));
    transactions += slice.transactions;
    seconds += slice.seconds;
  }
  pace.whileBack = rounded(transactions / seconds);
  await Promise.all([restarted, all]);
}

/** Transactions of all databases, from one call to the next. */
class Transactions {
  private readonly target: Target;
  private at = performance.now();
  private count = 0;

  constructor(target: Target) {
    this.target = target;
  }

  async next(afterMs: number): Promise<{ transactions: number; seconds: number; perSecond: number }> {
    await sleep(afterMs);
    const all = await readTransactions(this.target.databases);
    const [now, count] = [performance.now(), [...all.values()].reduce((sum, one) => sum + one, 0)];
    const [seconds, transactions] = [(now - this.at) / 1_000, count - this.count];
    [this.at, this.count] = [now, count];
    return { transactions, seconds, perSecond: transactions / seconds };
  }
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
