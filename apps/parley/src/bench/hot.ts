import { LIMITS } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import type { HotPlan, HotResult } from './hot-plan.js';
import { hotReport, type HotOptions, type HotReport } from './hot-report.js';
import { followGenerator } from './support/follow.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, targetChoice, targetOptions, wholeOption } from './support/options.js';
import { withTarget, type Measurable } from './support/target.js';

/** Of whatever is put through it. */
export const HOT_OPTIONS = {
  seconds: { type: 'string', default: '20' },
  'warm-up': { type: 'string', default: '5' },
  connections: { type: 'string', default: '60' },
} as const;

/**
 * `./parley bench hot [--seconds 20] [--warm-up 5] [--connections 60] [--in-flight 32] [--running | --processes …]`: one
 * direct conversation, as fast as the server takes it. Each connection stays below the gateway's limit of events.
 */
export async function run(args: string[]): Promise<HotReport> {
  const values = benchOptions(args, {
    ...HOT_OPTIONS,
    'in-flight': { type: 'string', default: String(LIMITS.inFlightPerConversation) },
    ...targetOptions,
  });
  const options = {
    ...hotOptions(values),
    inFlight: wholeOption(values, 'in-flight', { least: 1, most: LIMITS.inFlightPerConversation }),
  };
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, async (target) => {
      const sessions = await Promise.race([target.cli.mintSessions(2), interrupted]);
      return measureHot({ target, sessions, interrupted }, options);
    }),
  );
}

export function hotOptions(values: Readonly<Record<string, unknown>>): Omit<HotOptions, 'inFlight'> {
  return {
    seconds: wholeOption(values, 'seconds', { least: 1, most: 3_600 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 0, most: 600 }),
    // Of two people: an account has at most a hundred sockets.
    connections: wholeOption(values, 'connections', { least: 2, most: 200 }),
  };
}

type Run = { target: Measurable; sessions: readonly MintedSession[]; interrupted: Interrupted };

export async function measureHot({ target, sessions, interrupted }: Run, options: HotOptions): Promise<HotReport> {
  const plan: HotPlan = { address: target.address, sessions: [...sessions], ...options };
  const followed = await followGenerator<HotResult>(target, { module: '../hot-load.js', plan, interrupted });
  return hotReport(options, target, followed);
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
