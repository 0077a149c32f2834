import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { formatProcesses, type ProcessCounts, type StackLevel } from '../args.js';
import { Failure } from '../bootstrap/failure.js';
import type { Reporter } from '../bootstrap/progress.js';
import { checkout, typeScriptFlags } from '../bootstrap/run-tool.js';
import { createDataDir, dataDirAt } from '../data-dir.js';
import { childEnv } from '../settings-env.js';
import { openLog } from './log-file.js';
import type { Welcome } from './welcome.js';

/** What a supervisor in the background tells the command that started it, until everything is up. */
export type Told =
  | { type: 'begin'; name: string }
  | { type: 'note'; text: string }
  | { type: 'end'; name: string; ms: number; ok: boolean }
  | { type: 'line'; text: string }
  | { type: 'ready'; welcome: Welcome }
  | { type: 'held' }
  | { type: 'failed'; message: string; details: readonly string[] };

export interface DetachedPlan {
  dataDir: string;
  level: StackLevel;
  demo: boolean;
  processes?: ProcessCounts;
  /** Settings on top of our own environment. */
  env: Record<string, string>;
}

/**
 * Starts a supervisor in a session of its own and stays with it until it's ready or has failed. Undefined: another one
 * was faster.
 */
export async function startDetached(plan: DetachedPlan, reporter: Reporter): Promise<Welcome | undefined> {
  const dir = dataDirAt(plan.dataDir);
  createDataDir(dir);
  const log = openLog(dir.logs, 'supervisor');
  const args = ['supervise', '--level', plan.level];
  if (plan.demo) args.push('--demo');
  if (plan.processes !== undefined) args.push('--processes', formatProcesses(plan.processes));
  const child = spawn(process.execPath, [...typeScriptFlags, join(checkout, 'apps/parley/src/bootstrap.ts'), ...args], {
    env: childEnv({ ...plan.env, PARLEY_DATA_DIR: plan.dataDir }),
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  log.close();
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    child.kill('SIGTERM');
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await new Promise<Welcome | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        const how = `the supervisor ended (${code ?? signal ?? '?'}): see ./parley logs supervisor`;
        reject(new Failure(interrupted ? 'interrupted; what had been started is stopped again' : how));
      });
      child.on('message', (told: Told) => {
        if (told.type === 'ready') resolve(told.welcome);
        else if (told.type === 'held') resolve(undefined);
        else if (told.type === 'failed') reject(new Failure(told.message, told.details));
        else relay(told, reporter);
      });
    });
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    child.removeAllListeners();
    if (child.connected) child.disconnect();
    child.unref();
  }
}

function relay(told: Exclude<Told, { type: 'ready' | 'held' | 'failed' }>, reporter: Reporter): void {
  if (told.type === 'begin') reporter.begin(told.name);
  else if (told.type === 'note') reporter.note(told.text);
  else if (told.type === 'end') reporter.end(told.name, told.ms, told.ok);
  else reporter.line(told.text);
}

function tell(told: Told): void {
  if (process.connected) process.send?.(told);
}

/** The other end: speaks to the starting command while it listens, and to nobody afterwards. */
export function tellingReporter(): Reporter & { tell: (told: Told) => void } {
  return {
    tell,
    begin: (name) => tell({ type: 'begin', name }),
    note: (text) => tell({ type: 'note', text }),
    end: (name, ms, ok) => tell({ type: 'end', name, ms, ok }),
    line: (text) => tell({ type: 'line', text }),
  };
}
