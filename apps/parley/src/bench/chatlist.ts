import { load } from './chatlist-load.js';
import { chatListReport, type ChatListOptions, type ChatListReport } from './chatlist-report.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, targetChoice, targetOptions, wholeOption } from './support/options.js';
import { withTarget, type Target } from './support/target.js';
import { watchUse } from './support/watch-use.js';

/**
 * `./parley bench chatlist [--conversations 5000] [--running | --processes …]`: one person whom so many others have written
 * to opens the app: how long the first page of their list takes, and each of all that follow.
 */
export async function run(args: string[]): Promise<ChatListReport> {
  const values = benchOptions(args, {
    conversations: { type: 'string', default: '5000' },
    ...targetOptions,
  });
  const options = { conversations: wholeOption(values, 'conversations', { least: 1, most: 50_000 }) };
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, (target) => measure(target, options, interrupted)),
  );
}

async function measure(target: Target, options: ChatListOptions, interrupted: Interrupted): Promise<ChatListReport> {
  const sessions = await Promise.race([target.cli.mintSessions(options.conversations + 1), interrupted]);
  const used = await watchUse(target, () => Promise.race([load(target.address, sessions), interrupted]));
  return chatListReport(options, target, used);
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
