import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Failure } from '../bootstrap/failure.js';
import { checkout } from '../bootstrap/run-tool.js';
import { createDataDir, dataDirAt, type DataDir } from '../data-dir.js';
import { childEnv, skipsBuild } from '../settings-env.js';
import { allotPorts } from '../supervisor/ports.js';
import { runningState } from '../supervisor/state.js';
import {
  startupReport,
  type PartStart,
  type StartupOptions,
  type StartupReport,
  type Start,
} from './startup-report.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, wholeOption } from './support/options.js';
import { readProcesses, usesBetween, type ProcessReading } from './support/processes.js';
import { tell } from './support/tell.js';

/** The roles apart, so that each of them is seen. */
const APART = ['--processes', 'gateway=1,logic=1,worker=1'];

/**
 * `./parley bench startup [--rounds 3]`: the command itself, as an operator calls it, on a data folder of its own: a first run that
 * makes the databases, then second runs from the call until it says that everything is up, and what each part took of that.
 */
export async function run(args: string[]): Promise<StartupReport> {
  const values = benchOptions(args, { rounds: { type: 'string', default: '3' } });
  const options: StartupOptions = {
    rounds: wholeOption(values, 'rounds', { least: 1, most: 100 }),
    looksForChanges: !skipsBuild(),
  };
  return withInterrupt((interrupted) => measure(options, interrupted));
}

async function measure(options: StartupOptions, interrupted: Interrupted): Promise<StartupReport> {
  const root = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const dir = dataDirAt(root);
  createDataDir(dir);
  const { public: port } = await allotPorts(dir.ports, ['public']);
  const env = childEnv({ PARLEY_DATA_DIR: root, PARLEY_PORT: String(port) });
  const stack = { dir, env, interrupted };
  try {
    const first = await start(stack, []);
    const rounds = Array.from({ length: options.rounds }, (_, at) => at);
    const [together, apart]: [Start[], Start[]] = [[], []];
    for (const round of rounds) {
      tell(`round ${round + 1} of ${options.rounds}`);
      together.push(await start(stack, []));
      apart.push(await start(stack, APART));
    }
    return startupReport(options, { first, together, apart });
  } finally {
    await parley(env, ['down']);
    rmSync(root, { recursive: true, force: true });
  }
}

type Stack = { dir: DataDir; env: Record<string, string>; interrupted: Interrupted };

async function start({ dir, env, interrupted }: Stack, shape: readonly string[]): Promise<Start> {
  await Promise.race([parley(env, ['down']), interrupted]);
  const before = readProcesses([]);
  const began = performance.now();
  await Promise.race([parley(env, ['up', '--detach', ...shape]), interrupted]);
  const seconds = (performance.now() - began) / 1_000;
  return { seconds, parts: partsOf(dir, before) };
}

/** From the start of each process, as the kernel knows it, to the supervisor's first look that found it serving. */
function partsOf(dir: DataDir, before: ProcessReading): PartStart[] {
  const parts = (runningState(dir)?.parts ?? []).flatMap(({ name, pid, start: ticks, since, state }) =>
    pid === undefined || ticks === undefined || state !== 'up' ? [] : [{ name, pid, ticks, upAt: Date.parse(since) }],
  );
  const bootedAt = Date.now() - uptimeMs();
  const uses = usesBetween(parts, before, readProcesses(parts));
  return parts.map(({ name, ticks, upAt }, at) => ({
    name,
    seconds: (upAt - (bootedAt + Number(ticks) * MS_PER_TICK)) / 1_000,
    memoryBytes: uses[at]?.memoryBytes ?? 0,
  }));
}

/** Start times are told in hundredths of a second since boot, whatever the kernel's own clock does: proc(5), USER_HZ. */
const MS_PER_TICK = 10;

function uptimeMs(): number {
  return Number(readFileSync('/proc/uptime', 'latin1').split(' ', 1)[0]) * 1_000;
}

async function parley(env: Record<string, string>, args: readonly string[]): Promise<void> {
  const child = spawn(join(checkout, 'parley'), args, { env, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  const told: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => told.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  const lines = Buffer.concat(told).toString('utf8').trim().split('\n');
  throw new Failure(`./parley ${args.join(' ')} ended with code ${code ?? '?'}`, lines.slice(-20));
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
