import { UsageError } from '../args.js';
import type { MixedPlan, MixedResult } from './mixed-plan.js';
import { mixedReport, type MixedReport } from './mixed-report.js';
import { followGenerator } from './support/follow.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, targetChoice, targetOptions, wholeOption } from './support/options.js';
import { withTarget, type Target } from './support/target.js';
import { Witness } from './support/witness.js';

export interface MixedOptions {
  ratePerSecond: number;
  seconds: number;
  warmUpSeconds: number;
  users: number;
  connections: number;
  seed: number;
  groupPercent: number;
}

/**
 * `./parley bench mixed [--rate 2000] [--seconds 30] [--warm-up 5] [--users 10000] [--connections N] [--seed 1] [--groups 10]
 * [--running | --processes …]`: direct chats and (10 %) groups of ten at a rate, open loop.
 */
export async function run(args: string[]): Promise<MixedReport> {
  const values = benchOptions(args, {
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '30' },
    'warm-up': { type: 'string', default: '5' },
    users: { type: 'string', default: '10000' },
    connections: { type: 'string' },
    seed: { type: 'string', default: '1' },
    groups: { type: 'string', default: '10' },
    ...targetOptions,
  });
  const users = wholeOption(values, 'users', { least: 2, most: 99_998 });
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
    groupPercent: wholeOption(values, 'groups', { least: 0, most: 100 }),
    users,
    connections,
  };
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, (target) => measure(target, options, interrupted)),
  );
}

async function measure(target: Target, options: MixedOptions, interrupted: Interrupted): Promise<MixedReport> {
  const { users, ...rest } = options;
  // One pair more: the witness.
  const minted = await Promise.race([target.cli.mintSessions(users + 2, 'with groups'), interrupted]);
  const sessions = minted.slice(0, rest.connections);
  const plan: MixedPlan = { address: target.address, sessions, groupShare: rest.groupPercent / 100, ...rest };
  const witness = new Witness(target.address, minted.slice(users));
  try {
    await Promise.race([witness.connect(), interrupted]);
    const followed = await followGenerator<MixedResult>(target, {
      module: '../mixed-load.js',
      plan,
      interrupted,
      begins: () => witness.begin(),
      ends: () => witness.end(),
    });
    return mixedReport(options, target, { ...followed, witness: witness.summary() });
  } finally {
    witness.close();
  }
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
