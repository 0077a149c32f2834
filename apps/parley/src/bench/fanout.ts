import { LIMITS } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import { UsageError } from '../args.js';
import type { FanoutPlan, FanoutResult } from './fanout-plan.js';
import { fanoutReport, type FanoutOptions, type FanoutReport } from './fanout-report.js';
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
import { Rest } from './support/rest.js';
import { withTarget, type Measurable } from './support/target.js';

/** Of whatever is put through it. */
export const FANOUT_OPTIONS = {
  members: { type: 'string', default: '2000' },
  deliveries: { type: 'string', default: '15000' },
  seconds: { type: 'string', default: '20' },
  'warm-up': { type: 'string', default: '5' },
} as const;

/**
 * `./parley bench fanout [--members 2000] [--open 100] [--deliveries 15000] [--seconds 20] [--warm-up 5]
 * [--parser json|msgpack] [--running | --processes …]`: one large group whose members are all online; so many percent have it open. Sends are offered at the rate that
 * makes so many deliveries a second. Delivered = applied on the device.
 */
export async function run(args: string[]): Promise<FanoutReport> {
  const values = benchOptions(args, {
    ...FANOUT_OPTIONS,
    open: { type: 'string', default: '100' },
    ...parserOption,
    ...targetOptions,
  });
  const options: FanoutOptions = {
    ...fanoutOptions(values),
    openPercent: wholeOption(values, 'open', { least: 1, most: 100 }),
    parser: parserChoice(values),
  };
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, async (target) => {
      const sessions = await Promise.race([target.cli.mintSessions(options.members), interrupted]);
      const began = performance.now();
      const [owner, ...others] = sessions;
      if (owner === undefined) throw new Error('a group has an owner');
      const conversationId = await Promise.race([new Rest(target.address).group(owner, others), interrupted]);
      const makeSeconds = (performance.now() - began) / 1_000;
      return measureFanout({ target, sessions, conversationId, makeSeconds, interrupted }, options);
    }),
  );
}

export function fanoutOptions(
  values: Readonly<Record<string, unknown>>,
): Omit<FanoutOptions, 'openPercent' | 'parser'> {
  const members = wholeOption(values, 'members', { least: 502, most: LIMITS.groupMembers });
  if (members % 2 === 1) throw new UsageError('--members: give an even number');
  return {
    members,
    deliveriesPerSecond: wholeOption(values, 'deliveries', { least: 1, most: 1_000_000 }),
    seconds: wholeOption(values, 'seconds', { least: 1, most: 3_600 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 0, most: 600 }),
  };
}

interface Run {
  target: Measurable;
  /** The members of the conversation. */
  sessions: readonly MintedSession[];
  conversationId: string;
  makeSeconds: number;
  interrupted: Interrupted;
}

export async function measureFanout(run: Run, options: FanoutOptions): Promise<FanoutReport> {
  const { target, conversationId, makeSeconds, interrupted } = run;
  const sessions = [...run.sessions];
  const open = Math.max(1, Math.round((options.members * options.openPercent) / 100));
  const sendsPerSecond = options.deliveriesPerSecond / open;
  const { seconds, warmUpSeconds, parser } = options;
  const address = { ...target.address, parser };
  const plan: FanoutPlan = { address, sessions, conversationId, open, sendsPerSecond, seconds, warmUpSeconds };
  const generator = { module: '../fanout-load.js', plan, interrupted };
  const followed = await followGenerator<FanoutResult>(target, generator);
  return fanoutReport(options, target, { ...followed, open, sendsPerSecond, makeSeconds });
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
