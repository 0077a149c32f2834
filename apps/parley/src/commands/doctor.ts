import type { Request } from '../args.js';
import { formatDuration } from '../bootstrap/progress.js';
import { runCheck, type Check, type CheckResult } from '../doctor/check.js';
import { installChecks } from '../doctor/install-checks.js';
import { ServerChecks } from '../doctor/server-checks.js';
import { Traffic } from '../doctor/traffic.js';
import { ServerCli } from '../server-cli.js';
import { readSettings } from '../settings.js';
import { openInstall, serverEnv } from '../supervisor/install.js';
import { runningState } from '../supervisor/state.js';

/** Exit 1 when anything fails; what fails says what to do. */
export async function doctor(request: Extract<Request, { command: 'doctor' }>): Promise<number> {
  const install = openInstall(readSettings());
  const { url, localUrl } = runningState(install.dir) ?? { url: install.settings.publicUrl, ...install.settings };
  const results: CheckResult[] = [];
  const perform = async (check: Check): Promise<boolean> => {
    const result = await runCheck(check);
    results.push(result);
    if (!request.json) print(result);
    return result.ok;
  };
  const cli = new ServerCli(serverEnv(install));
  for (const check of [...installChecks(install, url), ...new ServerChecks(cli).checks()]) await perform(check);
  const traffic = new Traffic(localUrl, cli);
  try {
    // Each step stands on the one before: after the first that fails, the others would only repeat it.
    for (const check of traffic.checks()) if (!(await perform(check))) break;
  } finally {
    await traffic.close();
  }
  const ok = results.every((result) => result.ok);
  if (request.json) process.stdout.write(`${JSON.stringify({ ok, checks: results }, null, 2)}\n`);
  else if (ok) process.stdout.write('\nEverything works.\n');
  else process.stdout.write(`\n${summary(results)}`);
  return ok ? 0 : 1;
}

function summary(results: readonly CheckResult[]): string {
  const names = (asked: boolean): string =>
    results.flatMap((result) => (!result.ok && result.asked === asked ? [result.name] : [])).join(', ');
  const unasked = names(false);
  return `Failed: ${names(true)}\n${unasked === '' ? '' : `Not asked: ${unasked}\n`}`;
}

function print({ name, ok, asked, ms, detail, advice }: CheckResult): void {
  const verdict = ok ? '   ok' : asked ? 'FAILS' : '    ?';
  process.stdout.write(`${verdict} ${name.padEnd(26)} ${formatDuration(ms).padStart(8)}  ${detail}\n`);
  if (advice !== undefined) process.stdout.write(`      what to do: ${advice}\n`);
}
