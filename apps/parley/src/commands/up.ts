import { setTimeout as sleep } from 'node:timers/promises';

import { readAllSettings } from '../all-settings.js';
import type { Request } from '../args.js';
import { Failure } from '../bootstrap/failure.js';
import { lockHolder } from '../bootstrap/lock.js';
import { createReporter, type Reporter } from '../bootstrap/progress.js';
import { dataDirAt } from '../data-dir.js';
import { ServerCli } from '../server-cli.js';
import type { Settings } from '../settings.js';
import { startDetached } from '../supervisor/detached.js';
import { missingRedis } from '../supervisor/external-redis.js';
import { openInstall, serverEnv } from '../supervisor/install.js';
import { untilStopped } from '../supervisor/run.js';
import { runningState, type SupervisorState } from '../supervisor/state.js';
import { AlreadyRunning, Supervisor, type Plan } from '../supervisor/supervisor.js';
import { differences, wantedRun } from '../supervisor/wanted.js';
import { welcomeFrom, type Welcome } from '../supervisor/welcome.js';
import { stopRunning } from './down.js';

type Shape = Pick<Plan, 'level' | 'demo' | 'processes'>;

export async function up(request: Extract<Request, { command: 'up' }>): Promise<number> {
  const reporter = createReporter(process.stderr);
  const settings = readAllSettings((line) => reporter.line(line));
  const { demo, processes } = request;
  const plan = { level: 'web' as const, demo, ...(processes === undefined ? {} : { processes }) };
  const runs = wantedRun(settings, plan);
  for (;;) {
    const running = await settledState(settings, reporter);
    if (running !== undefined) {
      const differs = differences(running.runs, runs);
      if (differs.length === 0) return sayRunning(settings, running, demo);
      reporter.line(`what runs differs from what is wanted now in ${differs.join(', ')}: restarting`);
      await stopRunning(settings, reporter);
    }
    const code = request.detach
      ? await inBackground(settings, plan, reporter)
      : await here({ settings, runs, ...plan }, reporter);
    if (code !== undefined) return code;
  }
}

async function inBackground(settings: Settings, plan: Shape, reporter: Reporter): Promise<number | undefined> {
  const welcome = await startDetached({ dataDir: settings.dataDir, env: {}, ...plan }, reporter);
  if (welcome === undefined) return undefined;
  printWelcome(welcome, 'detached');
  return 0;
}

/** The exit code after the stop; undefined when another supervisor was faster. */
async function here(plan: Plan, reporter: Reporter): Promise<number | undefined> {
  try {
    return await untilStopped(new Supervisor(plan, reporter), (welcome) => printWelcome(welcome, 'foreground'));
  } catch (error) {
    if (error instanceof AlreadyRunning) return undefined;
    throw error;
  }
}

async function sayRunning(settings: Settings, { url, supervisor }: SupervisorState, demo: boolean): Promise<number> {
  process.stdout.write(`Parley is already running at ${url} (pid ${supervisor.pid}). Stop it with: ./parley down\n`);
  const missing = await missingRedis(settings);
  if (missing !== undefined) process.stderr.write(`${missing}\n`);
  const cli = new ServerCli(serverEnv(openInstall(settings)));
  printWelcome(await welcomeFrom(cli, settings, demo), 'again');
  return 0;
}

/** The running install's state, once it is up; none when nothing runs. */
export async function settledState(settings: Settings, reporter: Reporter): Promise<SupervisorState | undefined> {
  const dir = dataDirAt(settings.dataDir);
  const deadline = Date.now() + 180_000;
  for (let told = false; ;) {
    const state = runningState(dir);
    if (state?.phase === 'up') return state;
    // A supervisor that has only just begun has a lock, but no state yet.
    const pid = state?.supervisor.pid ?? lockHolder(dir.lock)?.pid;
    if (pid === undefined) return undefined;
    if (!told) reporter.line(`Parley is ${state?.phase ?? 'starting'} here already (pid ${pid}); waiting for it`);
    told = true;
    if (Date.now() > deadline) throw new Failure(`Parley (pid ${pid}) neither starts nor ends: see ./parley logs`);
    await sleep(200);
  }
}

function printWelcome(welcome: Welcome, kind: 'foreground' | 'detached' | 'again'): void {
  const lines = kind === 'again' ? [] : ['', `Parley runs at ${welcome.url}`];
  if (welcome.setupUrl !== undefined) {
    lines.push(
      '',
      'Create the organisation and its first administrator with this link (it works once):',
      `  ${welcome.setupUrl}`,
    );
  }
  if (welcome.logins.length > 0) {
    lines.push('', 'Sign in to try it, in two browsers:');
    for (const { login, password } of welcome.logins) lines.push(`  ${login.padEnd(16)} password ${password}`);
  }
  if (kind === 'foreground') lines.push('', 'Ctrl-C stops everything.');
  if (kind === 'detached')
    lines.push('', 'It runs in the background: ./parley status, ./parley logs -f, ./parley down');
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
}
