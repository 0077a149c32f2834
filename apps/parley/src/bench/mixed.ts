import { writeFileSync } from 'node:fs';

import type { MintedSession } from '@parley/server/cli';

import { UsageError } from '../args.js';
import { findMax } from './find-max.js';
import { curveSvg, mixedCurve, type MixedCurve } from './mixed-curve.js';
import type { MixedPlan, MixedResult } from './mixed-plan.js';
import { holds, mixedReport, type MixedReport } from './mixed-report.js';
import { followGenerator } from './support/follow.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import {
  benchOptions,
  parserChoice,
  parserOption,
  targetChoice,
  targetOptions,
  wholeOption,
} from './support/options.js';
import type { Parser } from './support/packets.js';
import { withTarget, type Measurable, type Target } from './support/target.js';
import { Witness } from './support/witness.js';

export interface MixedOptions {
  ratePerSecond: number;
  seconds: number;
  warmUpSeconds: number;
  users: number;
  connections: number;
  seed: number;
  groupPercent: number;
  parser: Parser;
  /** Messages that were there before. */
  agedMessages: number;
}

/** Of whatever is put through it. */
export const MIXED_OPTIONS = {
  rate: { type: 'string', default: '2000' },
  seconds: { type: 'string', default: '30' },
  'warm-up': { type: 'string', default: '10' },
  users: { type: 'string', default: '10000' },
  connections: { type: 'string' },
  seed: { type: 'string', default: '1' },
  groups: { type: 'string', default: '10' },
} as const;

/**
 * `./parley bench mixed [--rate 2000] [--seconds 30] [--warm-up 10] [--users 10000] [--connections N] [--seed 1] [--groups 10]
 * [--parser json|msgpack] [--aged 5000000] [--find-max [--svg file]] [--running | --processes …]`: direct chats and (10 %) groups of ten at a rate, open loop; or, from that
 * rate on, the highest that holds.
 */
export async function run(args: string[]): Promise<MixedReport | MixedCurve> {
  const values = benchOptions(args, {
    ...MIXED_OPTIONS,
    aged: { type: 'string', default: '0' },
    'find-max': { type: 'boolean', default: false },
    svg: { type: 'string' },
    ...parserOption,
    ...targetOptions,
  });
  const options: MixedOptions = {
    ...mixedOptions(values),
    parser: parserChoice(values),
    agedMessages: wholeOption(values, 'aged', { least: 0, most: 100_000_000 }),
  };
  if (options.agedMessages > 0 && values.running) {
    throw new UsageError('--aged: fills an install that is thrown away afterwards, not the one of --running');
  }
  const choice = targetChoice(values);
  const search = values['find-max'];
  if (values.svg !== undefined && !search) throw new UsageError('--svg: draws the curve of --find-max');
  const found = await withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, async (target) => {
      const sessions = await mint(target, options, interrupted);
      const aged = await age(target, options, interrupted);
      const at = (ratePerSecond: number): Promise<MixedReport> =>
        measureMixed({ target, sessions, aged, interrupted }, { ...options, ratePerSecond });
      return search ? curveOf(options, at) : at(options.ratePerSecond);
    }),
  );
  if ('curve' in found && values.svg !== undefined) writeFileSync(values.svg, curveSvg(found));
  return found;
}

export function mixedOptions(values: Readonly<Record<string, unknown>>): Omit<MixedOptions, 'parser' | 'agedMessages'> {
  const users = wholeOption(values, 'users', { least: 2, most: 99_998 });
  const connections =
    values['connections'] === undefined ? users : wholeOption(values, 'connections', { least: 2, most: users });
  if (users % 2 === 1 || connections % 2 === 1) {
    throw new UsageError('--users, --connections: give even numbers, two people share a conversation');
  }
  return {
    ratePerSecond: wholeOption(values, 'rate', { least: 1, most: 100_000 }),
    seconds: wholeOption(values, 'seconds', { least: 1, most: 86_400 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 0, most: 600 }),
    seed: wholeOption(values, 'seed', { least: 0, most: 2 ** 31 }),
    groupPercent: wholeOption(values, 'groups', { least: 0, most: 100 }),
    users,
    connections,
  };
}

export async function curveOf(
  { ratePerSecond: from, ...options }: MixedOptions,
  at: (ratePerSecond: number) => Promise<MixedReport>,
): Promise<MixedCurve> {
  const tried = await findMax(from, async (ratePerSecond) => {
    const report = await at(ratePerSecond);
    const missed = report.budgets.flatMap(({ name, ok }) => (ok ? [] : name));
    process.stderr.write(`      ${ratePerSecond}/s: ${holds(report) ? 'holds' : `missed ${missed.join(', ')}`}\n`);
    return { ratePerSecond, held: holds(report), report };
  });
  return mixedCurve(options, tried);
}

/** One pair more: the witness. */
async function mint(target: Target, { users }: MixedOptions, interrupted: Interrupted): Promise<MintedSession[]> {
  return Promise.race([target.cli.mintSessions(users + 2, 'with groups'), interrupted]);
}

/** What the databases hold before the run; null: nothing. */
export type Aged = { conversations: number; databaseBytes: number; fillSeconds: number } | null;

async function age(target: Target, options: MixedOptions, interrupted: Interrupted): Promise<Aged> {
  if (options.agedMessages === 0) return null;
  process.stderr.write(`      putting ${options.agedMessages} messages of the past into the databases\n`);
  const began = performance.now();
  const { conversations, bytes } = await Promise.race([
    target.cli.age(options.users, options.agedMessages),
    interrupted,
  ]);
  return { conversations, databaseBytes: bytes, fillSeconds: (performance.now() - began) / 1_000 };
}

type Run = { target: Measurable; sessions: readonly MintedSession[]; aged: Aged; interrupted: Interrupted };

export async function measureMixed(
  { target, sessions: minted, aged, interrupted }: Run,
  options: MixedOptions,
): Promise<MixedReport> {
  const { users, parser, ...rest } = options;
  const sessions = minted.slice(0, rest.connections);
  const address = { ...target.address, parser };
  const plan: MixedPlan = { address, sessions, groupShare: rest.groupPercent / 100, ...rest };
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
    return mixedReport(options, target, { ...followed, aged, witness: witness.summary() });
  } finally {
    witness.close();
  }
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
