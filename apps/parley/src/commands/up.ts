import { setTimeout as sleep } from 'node:timers/promises';

import type { Request } from '../args.js';
import { Failure } from '../bootstrap/failure.js';
import { createReporter, type Reporter } from '../bootstrap/progress.js';
import { dataDirAt } from '../data-dir.js';
import { ServerCli } from '../server-cli.js';
import { readSettings, type Settings } from '../settings.js';
import { startDetached } from '../supervisor/detached.js';
import { openInstall, serverEnv } from '../supervisor/install.js';
import { untilStopped } from '../supervisor/run.js';
import { runningState, type SupervisorState } from '../supervisor/state.js';
import { Supervisor, welcomeFrom, type Welcome } from '../supervisor/supervisor.js';
import { wantedRun } from '../supervisor/wanted.js';
import { stopRunning } from './down.js';

export async function up(request: Extract<Request, { command: 'up' }>): Promise<number> {
  const settings = readSettings();
  const reporter = createReporter(process.stderr);
  const { demo, processes } = request;
  const shape = { level: 'web' as const, ...(processes === undefined ? {} : { processes }) };
  const runs = wantedRun(settings, shape);

  const running = await settledState(settings, reporter);
  if (running?.runs === runs) {
    process.stdout.write(
      `Parley is already running at ${running.url} (pid ${running.supervisor.pid}). Stop it with: ./parley down\n`,
    );
    printWelcome(await welcomeFrom(new ServerCli(serverEnv(openInstall(settings))), settings, demo), 'again');
    return 0;
  }
  if (running !== undefined) {
    reporter.line('what runs is not what was built or set since: restarting');
    await stopRunning(settings, reporter);
  }
  if (request.detach) {
    printWelcome(await startDetached({ dataDir: settings.dataDir, demo, env: {}, ...shape }, reporter), 'detached');
    return 0;
  }
  const supervisor = new Supervisor({ settings, demo, runs, ...shape }, reporter);
  return untilStopped(supervisor, (welcome) => printWelcome(welcome, 'foreground'));
}

/** The running install's state, once it is up; none when nothing runs. */
export async function settledState(settings: Settings, reporter: Reporter): Promise<SupervisorState | undefined> {
  const dir = dataDirAt(settings.dataDir);
  const deadline = Date.now() + 180_000;
  for (let told = false; ;) {
    const state = runningState(dir);
    if (state === undefined || state.phase === 'up') return state;
    if (!told) reporter.line(`Parley is ${state.phase} here already (pid ${state.supervisor.pid}); waiting for it`);
    told = true;
    if (Date.now() > deadline)
      throw new Failure(`Parley is still ${state.phase} (pid ${state.supervisor.pid}): see ./parley logs`);
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
