import { LIMITS } from '@parley/contract';

import type { HotPlan, HotResult } from './hot-plan.js';
import { hotReport, type HotReport } from './hot-report.js';
import { followGenerator } from './support/follow.js';
import { withInterrupt } from './support/interrupt.js';
import { benchOptions, targetChoice, targetOptions, wholeOption } from './support/options.js';
import { withTarget } from './support/target.js';

/**
 * `./parley bench hot [--seconds 20] [--warm-up 5] [--connections 60] [--in-flight 32] [--running | --processes …]`: one
 * direct conversation, as fast as the server takes it. Each connection stays below the gateway's limit of events.
 */
export async function run(args: string[]): Promise<HotReport> {
  const values = benchOptions(args, {
    seconds: { type: 'string', default: '20' },
    'warm-up': { type: 'string', default: '5' },
    connections: { type: 'string', default: '60' },
    'in-flight': { type: 'string', default: String(LIMITS.inFlightPerConversation) },
    ...targetOptions,
  });
  const options = {
    seconds: wholeOption(values, 'seconds', { least: 1, most: 3_600 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 0, most: 600 }),
    connections: wholeOption(values, 'connections', { least: 2, most: 1_000 }),
    inFlight: wholeOption(values, 'in-flight', { least: 1, most: LIMITS.inFlightPerConversation }),
  };
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, async (target) => {
      const sessions = await Promise.race([target.cli.mintSessions(2), interrupted]);
      const plan: HotPlan = { address: target.address, sessions, ...options };
      const generator = { module: '../hot-load.js', plan, interrupted };
      const followed = await followGenerator<HotResult>(target, generator);
      return hotReport(options, target, followed);
    }),
  );
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
