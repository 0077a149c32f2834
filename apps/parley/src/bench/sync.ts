import { load } from './sync-load.js';
import { syncReport, type SyncOptions, type SyncReport } from './sync-report.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, targetChoice, targetOptions, wholeOption } from './support/options.js';
import { withTarget, type Target } from './support/target.js';
import { watchUse } from './support/watch-use.js';

/**
 * `./parley bench sync [--missed 10000] [--conversations 1000] [--running | --processes …]`: a device comes back to so many
 * messages of so many conversations, and pulls them; or it was away for too long, and begins with the chat list.
 */
export async function run(args: string[]): Promise<SyncReport> {
  const values = benchOptions(args, {
    missed: { type: 'string', default: '10000' },
    conversations: { type: 'string', default: '1000' },
    ...targetOptions,
  });
  const options: SyncOptions = {
    missed: wholeOption(values, 'missed', { least: 1, most: 90_000 }),
    conversations: wholeOption(values, 'conversations', { least: 1, most: 10_000 }),
  };
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, (target) => measure(target, options, interrupted)),
  );
}

async function measure(target: Target, options: SyncOptions, interrupted: Interrupted): Promise<SyncReport> {
  const sessions = await Promise.race([target.cli.mintSessions(options.conversations + 1), interrupted]);
  const used = await watchUse(target, () =>
    Promise.race([load(target.address, sessions, options.missed), interrupted]),
  );
  return syncReport(options, target, used);
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
