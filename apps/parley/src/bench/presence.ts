import { LIMITS } from '@parley/contract';

import type { PresencePlan, PresenceResult } from './presence-plan.js';
import { presenceReport, type PresenceOptions, type PresenceReport } from './presence-report.js';
import { followGenerator } from './support/follow.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, targetChoice, targetOptions, wholeOption } from './support/options.js';
import { withTarget, type Target } from './support/target.js';

/**
 * `./parley bench presence [--users 10000] [--seconds 30] [--leaving 100] [--screen 30] [--running | --processes …]`: everybody
 * has some others on the screen and asks about them every half minute, while people leave and come back, half of them within the
 * grace. How long it takes until others are told, and that nobody flaps.
 */
export async function run(args: string[]): Promise<PresenceReport> {
  const values = benchOptions(args, {
    users: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '30' },
    leaving: { type: 'string', default: '100' },
    screen: { type: 'string', default: '30' },
    ...targetOptions,
  });
  const options: PresenceOptions = {
    users: wholeOption(values, 'users', { least: 100, most: 100_000 }),
    seconds: wholeOption(values, 'seconds', { least: 1, most: 3_600 }),
    leaving: wholeOption(values, 'leaving', { least: 1, most: 1_000 }),
    onScreen: wholeOption(values, 'screen', { least: 1, most: LIMITS.presenceIds }),
  };
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, (target) => measure(target, options, interrupted)),
  );
}

async function measure(target: Target, options: PresenceOptions, interrupted: Interrupted): Promise<PresenceReport> {
  const { users, ...how } = options;
  const sessions = await Promise.race([target.cli.mintSessions(users), interrupted]);
  const plan: PresencePlan = { address: target.address, sessions, ...how };
  const generator = { module: '../presence-load.js', plan, interrupted };
  return presenceReport(options, target, await followGenerator<PresenceResult>(target, generator));
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
