import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { TIERS, type Request, type Tier } from '../args.js';
import { createReporter, formatDuration } from '../bootstrap/progress.js';
import { checkout } from '../bootstrap/run-tool.js';
import { readJson } from '../data-dir.js';
import { childEnv } from '../settings-env.js';
import { table } from '../table.js';
import { prepareBrowser } from '../test/browser.js';
import { countTier, failuresOf, sum, type Counts } from '../test/results.js';

interface TierResult extends Counts {
  tier: Tier;
  ms: number;
  failures: string[];
}

/** Runs the tiers one after the other, all of them even when one fails; the last line sums them up. */
export async function test(request: Extract<Request, { command: 'test' }>): Promise<number> {
  const tiers = TIERS.filter((tier) => request.tiers.length === 0 || request.tiers.includes(tier));
  const env = tiers.includes('e2e') ? await prepareBrowser(createReporter(process.stderr)) : {};
  const results: TierResult[] = [];
  for (const tier of tiers) results.push(await runTier(tier, env));
  const rows = results.map(({ tier, passed, failed, skipped, ms }) => [
    tier,
    ...[passed, failed, skipped].map(String),
    formatDuration(ms),
  ]);
  const total = sum(results);
  for (const { tier, failures } of results)
    for (const line of failures) process.stdout.write(`\nfailed: ${tier} ${line}`);
  process.stdout.write(`\n${table(['tier', '>passed', '>failed', '>skipped', '>time'], rows)}\n`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  return total.failed > 0 ? 1 : 0;
}

async function runTier(tier: Tier, env: Record<string, string>): Promise<TierResult> {
  const file = join(checkout, 'test-results', `${tier}.json`);
  const hooks = join(checkout, 'test-results', `${tier}.hooks.json`);
  for (const one of [file, hooks]) rmSync(one, { force: true });
  process.stdout.write(`\n== ${tier} ==\n`);
  const began = performance.now();
  const script = tier === 'check' ? 'check' : `test:${tier}`;
  const child = spawn(process.execPath, ['--run', script], {
    cwd: checkout,
    stdio: ['ignore', 'inherit', 'inherit'],
    // What the tests start through ./parley was built a moment ago, and no setting of the caller belongs to them.
    env: childEnv({
      PATH: `${dirname(process.execPath)}:${childEnv()['PATH'] ?? ''}`,
      PARLEY_SKIP_BUILD: '1',
      ...noSettings(),
      ...env,
    }),
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  const result = readIfValid(file);
  return {
    tier,
    ms: performance.now() - began,
    failures: failuresOf(result, readIfValid(hooks)),
    ...countTier(result, code),
  };
}

function noSettings(): Record<string, undefined> {
  const names = Object.keys(childEnv()).filter(
    (name) => name.startsWith('PARLEY_') && !name.startsWith('PARLEY_TEST_'),
  );
  return Object.fromEntries(names.filter((name) => name !== 'PARLEY_SKIP_BUILD').map((name) => [name, undefined]));
}

function readIfValid(file: string): unknown {
  try {
    return readJson(file);
  } catch {
    return undefined;
  }
}
