import { LIMITS } from '@parley/contract';

import { load } from './receipts-load.js';
import { receiptsReport, type ReceiptsOptions, type ReceiptsReport } from './receipts-report.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, targetChoice, targetOptions, wholeOption } from './support/options.js';
import { withTarget, type Target } from './support/target.js';
import { watchUse } from './support/watch-use.js';

/**
 * `./parley bench receipts [--members 2000] [--rounds 10] [--running | --processes …]`: one large group in which everybody reads
 * every message, while members look who has read it.
 */
export async function run(args: string[]): Promise<ReceiptsReport> {
  const values = benchOptions(args, {
    members: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '10' },
    ...targetOptions,
  });
  const options: ReceiptsOptions = {
    members: wholeOption(values, 'members', { least: 2, most: LIMITS.groupMembers }),
    rounds: wholeOption(values, 'rounds', { least: 1, most: 1_000 }),
  };
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, (target) => measure(target, options, interrupted)),
  );
}

async function measure(target: Target, options: ReceiptsOptions, interrupted: Interrupted): Promise<ReceiptsReport> {
  const sessions = await Promise.race([target.cli.mintSessions(options.members), interrupted]);
  const used = await watchUse(target, () =>
    Promise.race([load(target.address, sessions, options.rounds), interrupted]),
  );
  return receiptsReport(options, target, used);
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
