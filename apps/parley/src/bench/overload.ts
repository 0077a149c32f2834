import type { MintedSession } from '@parley/server/cli';

import { Failure } from '../bootstrap/failure.js';
import { findMax } from './find-max.js';
import { measureMixed } from './mixed.js';
import { holds } from './mixed-report.js';
import type { OverloadPlan, OverloadResult } from './overload-plan.js';
import {
  CALM_SECONDS,
  LEVELS,
  overloadReport,
  type Level,
  type MeasuredLevel,
  type OverloadReport,
} from './overload-report.js';
import { followGenerator } from './support/follow.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, pairedOption, targetChoice, targetOptions, wholeOption } from './support/options.js';
import { withTarget, type Measurable } from './support/target.js';

export interface OverloadOptions {
  /** 0: it is searched for. */
  peak: number;
  seconds: number;
  warmUpSeconds: number;
  users: number;
  seed: number;
  groupPercent: number;
}

/** Where the search begins, and how long it tries each rate. */
const SEARCH = { from: 2_000, seconds: 10 };
/** Of the peak: what is offered before and after. */
const CALM_SHARE = 0.5;

/** Of whatever is put through it. */
export const OVERLOAD_OPTIONS = {
  peak: { type: 'string', default: '0' },
  seconds: { type: 'string', default: '60' },
  'warm-up': { type: 'string', default: '5' },
  users: { type: 'string', default: '10000' },
  seed: { type: 'string', default: '1' },
  groups: { type: 'string', default: '10' },
} as const;

/**
 * `./parley bench overload [--peak N] [--seconds 60] [--warm-up 5] [--users 10000] [--seed 1] [--groups 10] [--running | --processes …]`:
 * two and four times what the install can do (without --peak found first, as `mixed --find-max` does), and what becomes of it: how
 * much is accepted, how fast, how the rest is held back, and how soon after it everything is as before.
 */
export async function run(args: string[]): Promise<OverloadReport> {
  const values = benchOptions(args, { ...OVERLOAD_OPTIONS, ...targetOptions });
  const options = overloadOptions(values);
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, async (target) => {
      // One pair more for the search, which has witnesses.
      const sessions = await Promise.race([target.cli.mintSessions(options.users + 2, 'with groups'), interrupted]);
      return measureOverload({ target, sessions, interrupted }, options);
    }),
  );
}

export function overloadOptions(values: Readonly<Record<string, unknown>>): OverloadOptions {
  const users = pairedOption(values, 'users');
  return {
    peak: wholeOption(values, 'peak', { least: 0, most: 100_000 }),
    seconds: wholeOption(values, 'seconds', { least: 1, most: 3_600 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 1, most: 600 }),
    users,
    seed: wholeOption(values, 'seed', { least: 0, most: 2 ** 31 }),
    groupPercent: wholeOption(values, 'groups', { least: 0, most: 100 }),
  };
}

interface Run {
  target: Measurable;
  sessions: readonly MintedSession[];
  interrupted: Interrupted;
}

export async function measureOverload(ours: Run, options: OverloadOptions): Promise<OverloadReport> {
  const peak = options.peak > 0 ? options.peak : await findPeak(ours, options);
  const measured: MeasuredLevel[] = [];
  for (const level of LEVELS) {
    const followed = await measure(ours, level, { ...options, peak });
    const { answered, heldBack, ack } = followed.result;
    const perSecond = (count: number): string => `${Math.round(count / options.seconds)}/s`;
    process.stderr.write(
      `      accepted ${perSecond(answered)}, held back ${perSecond(heldBack)}, ack p99 ${Math.round(ack.p99)} ms\n`,
    );
    measured.push({ level, followed });
  }
  return overloadReport(options, ours.target, { peak, measured });
}

async function findPeak(ours: Run, { users, warmUpSeconds, seed, groupPercent }: OverloadOptions): Promise<number> {
  const asked = { seconds: SEARCH.seconds, warmUpSeconds, users, connections: users, seed, groupPercent };
  const options = { ...asked, parser: 'json' as const, agedMessages: 0 };
  const tried = await findMax(SEARCH.from, async (ratePerSecond) => {
    const held = holds(await measureMixed({ ...ours, aged: null }, { ...options, ratePerSecond }));
    process.stderr.write(`      ${ratePerSecond}/s: ${held ? 'holds' : 'does not hold'}\n`);
    return { ratePerSecond, held };
  });
  const peak = Math.max(0, ...tried.flatMap(({ held, ratePerSecond }) => (held ? ratePerSecond : [])));
  if (peak === 0) throw new Failure('no rate holds the budgets of mixed: there is nothing to overload');
  return peak;
}

async function measure(
  { target, sessions, interrupted }: Run,
  { times }: Level,
  { peak, users, groupPercent, ...rest }: OverloadOptions,
): Promise<MeasuredLevel['followed']> {
  process.stderr.write(`      ${times} times ${peak}/s\n`);
  const plan: OverloadPlan = {
    ...rest,
    address: target.address,
    sessions: sessions.slice(0, users),
    groupShare: groupPercent / 100,
    ratePerSecond: peak * times,
    calmPerSecond: peak * CALM_SHARE,
    calmSeconds: CALM_SECONDS,
  };
  return followGenerator<OverloadResult>(target, { module: '../overload-load.js', plan, interrupted });
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
