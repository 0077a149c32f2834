import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { readAllSettings } from '../all-settings.js';
import type { ProcessCounts } from '../args.js';
import type { Reporter } from '../bootstrap/progress.js';
import type { Interrupted } from '../bench/support/interrupt.js';
import { throwAwaySettings } from '../bench/support/target.js';
import { dataDirAt } from '../data-dir.js';
import { ServerCli } from '../server-cli.js';
import { openInstall, serverEnv } from '../supervisor/install.js';
import { runningState } from '../supervisor/state.js';
import { Supervisor } from '../supervisor/supervisor.js';

export interface InstallOptions {
  processes: ProcessCounts;
  reporter: Reporter;
  interrupted: Interrupted;
}

/** The install that is broken: with a data folder and ports of its own, run by the same code as `./parley up`. */
export interface ChaosInstall {
  address: { host: string; port: number };
  cli: ServerCli;
  logs: string;
  /** Where the n-th device connects. */
  urlOf: (device: number) => string;
  /** Everything that runs, by name. */
  parts: () => readonly string[];
  /** Nothing of the part is there, or it is not ready. */
  isDown: (part: string) => boolean;
  signal: (part: string, signal: NodeJS.Signals) => void;
  /** Resolves when the supervisor has it up again, or has had time enough. */
  untilUp: (part: string) => Promise<void>;
}

const UP_MS = 30_000;

export async function withInstall<T>(options: InstallOptions, work: (install: ChaosInstall) => Promise<T>): Promise<T> {
  const { processes, reporter, interrupted } = options;
  readAllSettings((line) => reporter.line(line));
  const root = mkdtempSync(join(tmpdir(), 'parley-chaos-'));
  const settings = await throwAwaySettings(root);
  const supervisor = new Supervisor({ settings, level: 'server', demo: false, runs: {}, processes }, reporter);
  try {
    await Promise.race([supervisor.start(), interrupted]);
    return await Promise.race([work(installAt(openInstall(settings))), interrupted]);
  } finally {
    await supervisor.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

function installAt(install: ReturnType<typeof openInstall>): ChaosInstall {
  const parts = (): NonNullable<ReturnType<typeof runningState>>['parts'] => runningState(install.dir)?.parts ?? [];
  const find = (name: string): ReturnType<typeof parts>[number] | undefined =>
    parts().find((part) => part.name === name);
  return {
    address: { host: '127.0.0.1', port: install.settings.port },
    urlOf: () => install.settings.localUrl,
    cli: new ServerCli(serverEnv(install)),
    logs: dataDirAt(install.settings.dataDir).logs,
    parts: () => parts().map(({ name }) => name),
    isDown: (name) => find(name)?.state !== 'up',
    signal: (name, signal) => {
      const pid = find(name)?.pid;
      if (pid !== undefined) process.kill(pid, signal);
    },
    untilUp: async (name) => {
      for (const began = performance.now(); performance.now() - began < UP_MS; await sleep(100)) {
        if (find(name)?.state === 'up') return;
      }
    },
  };
}
