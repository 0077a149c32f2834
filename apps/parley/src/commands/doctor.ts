import type { Request } from '../args.js';
import { formatDuration } from '../bootstrap/progress.js';
import { runCheck, type CheckResult } from '../doctor/check.js';
import { installChecks } from '../doctor/install-checks.js';
import { readSettings } from '../settings.js';
import { openInstall } from '../supervisor/install.js';

/** Exit 1 when anything fails; what fails says what to do. */
export async function doctor(request: Extract<Request, { command: 'doctor' }>): Promise<number> {
  const install = openInstall(readSettings());
  const results: CheckResult[] = [];
  for (const check of installChecks(install)) {
    const result = await runCheck(check);
    results.push(result);
    if (!request.json) print(result);
  }
  const ok = results.every((result) => result.ok);
  if (request.json) process.stdout.write(`${JSON.stringify({ ok, checks: results }, null, 2)}\n`);
  else if (ok) process.stdout.write('\nEverything works.\n');
  else
    process.stdout.write(
      `\nFailed: ${results
        .filter((result) => !result.ok)
        .map((result) => result.name)
        .join(', ')}\n`,
    );
  return ok ? 0 : 1;
}

function print({ name, ok, ms, detail, advice }: CheckResult): void {
  process.stdout.write(`${ok ? '   ok' : 'FAILS'} ${name.padEnd(26)} ${formatDuration(ms).padStart(8)}  ${detail}\n`);
  if (advice !== undefined) process.stdout.write(`      what to do: ${advice}\n`);
}
