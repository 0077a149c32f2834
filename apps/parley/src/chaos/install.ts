import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { readAllSettings } from '../all-settings.js';
import type { ProcessCounts } from '../args.js';
import type { Interrupted } from '../bench/support/interrupt.js';
import { throwAwaySettings } from '../bench/support/target.js';
import { messageOf } from '../bootstrap/failure.js';
import { identify, signalProcess } from '../bootstrap/process-identity.js';
import type { Reporter } from '../bootstrap/progress.js';
import { ServerCli } from '../server-cli.js';
import { type Install, openInstall, portOf, serverEnv } from '../supervisor/install.js';
import type { PartStatus } from '../supervisor/part.js';
import { runningState } from '../supervisor/state.js';
import { Supervisor } from '../supervisor/supervisor.js';
import { Clocks } from './clocks.js';
import { CLIENTS, SLOW_CLIENTS, SMALL_CLUSTER } from './faults.js';
import { Held } from './held.js';
import type { Line } from './line.js';
import { Lines } from './lines.js';
import { askRedis } from './redis-admin.js';
import { SmallDisk } from './small-disk.js';

export interface InstallOptions {
  processes: ProcessCounts;
  /** How long people will talk on it, in all. */
  minutes: number;
  reporter: Reporter;
  interrupted: Interrupted;
}

/** A gateway that is restarted gives its devices this long. */
const DRAIN_MS = '2000';
/** The supervisor has a part up again, or had time enough. */
const UP_MS = 30_000;
const GRACE_MS = 10_000;
const SLOW_EVERY = 20;

/** Runs a throw-away install, with a line between any two parts of it, until the work is done. */
export async function withInstall<T>(options: InstallOptions, work: (install: ChaosInstall) => Promise<T>): Promise<T> {
  const { processes, reporter, interrupted } = options;
  readAllSettings((line) => reporter.line(line));
  const root = mkdtempSync(join(tmpdir(), 'parley-chaos-'));
  const settings = await throwAwaySettings(root);
  const [lines, held, clocks] = [new Lines(), new Held(), new Clocks(root)];
  const around = (install: Install, names: readonly string[]): ReturnType<Lines['between']> =>
    lines.between(install, names, (name) => ({ PARLEY_DRAIN_MS: DRAIN_MS, ...clocks.env(name) }));
  const shape = { settings, demo: false, runs: {} };
  const over = new AbortController();
  let disk: SmallDisk | string | undefined;
  let working: Promise<T> | undefined;
  const supervisor = new Supervisor({ ...shape, level: 'server', processes, around }, reporter);
  try {
    // Once without the server: a cluster has to be there before it can be moved.
    await withDatabases(new Supervisor({ ...shape, level: 'databases' }, reporter), interrupted);
    disk = smallDisk(root, options.minutes);
    await Promise.race([supervisor.start(), interrupted]);
    const ports = {
      all: await lines.open(CLIENTS, settings.port),
      slow: await lines.open(SLOW_CLIENTS, settings.port),
    };
    const install = new ChaosInstall(openInstall(settings), { lines, held, clocks, disk, ports, over: over.signal });
    working = work(install);
    return await Promise.race([working, interrupted]);
  } finally {
    // Nobody breaks anything any more; what is broken would be in the way of an orderly end.
    over.abort();
    await working?.catch(() => undefined);
    held.release();
    lines.heal();
    await supervisor.stop();
    await lines.close();
    if (disk instanceof SmallDisk) disk.remove();
    rmSync(root, { recursive: true, force: true });
  }
}

async function withDatabases(supervisor: Supervisor, interrupted: Interrupted): Promise<void> {
  try {
    await Promise.race([supervisor.start(), interrupted]);
  } finally {
    await supervisor.stop();
  }
}

/** Or why there is none. */
function smallDisk(root: string, minutes: number): SmallDisk | string {
  try {
    return SmallDisk.under(join(root, 'postgres', SMALL_CLUSTER), minutes);
  } catch (error) {
    return `disk full: ${SMALL_CLUSTER} has no disk of its own, which takes the right to mount (${messageOf(error).trim()})`;
  }
}

type Tools = {
  lines: Lines;
  held: Held;
  clocks: Clocks;
  disk: SmallDisk | string;
  ports: { all: number; slow: number };
  over: AbortSignal;
};

/** The install that is broken: with a data folder and ports of its own, run by the same code as `./parley up`. */
export class ChaosInstall {
  readonly cli: ServerCli;
  /** Past every line. */
  readonly address: { host: string; port: number };
  private readonly install: Install;
  private readonly tools: Tools;

  constructor(install: Install, tools: Tools) {
    this.install = install;
    this.tools = tools;
    this.cli = new ServerCli(serverEnv(install));
    this.address = { host: '127.0.0.1', port: install.settings.port };
  }

  /** Aborted: the run was interrupted. */
  get over(): AbortSignal {
    return this.tools.over;
  }

  get clocks(): Clocks {
    return this.tools.clocks;
  }

  /** Why no disk can be filled; null: one can. */
  get noDisk(): string | null {
    const { disk } = this.tools;
    return typeof disk === 'string' ? disk : null;
  }

  /** What is answered makes room again. */
  async fillDisk(): Promise<() => Promise<void>> {
    const { disk } = this.tools;
    if (typeof disk === 'string') throw new Error(disk);
    return disk.fill();
  }

  get logs(): string {
    return this.install.dir.logs;
  }

  /** Everything that runs, by name. */
  get parts(): string[] {
    return this.statuses().map(({ name }) => name);
  }

  /** Where the n-th device connects. */
  urlOf(device: number): string {
    const { all, slow } = this.tools.ports;
    return `http://127.0.0.1:${device % SLOW_EVERY === SLOW_EVERY / 2 ? slow : all}`;
  }

  portOf(part: string): number {
    return portOf(this.install, part);
  }

  /** It is a part, and it does not serve. */
  isDown(name: string): boolean {
    const status = this.find(name);
    return status !== undefined && status.state !== 'up';
  }

  /**
   * Ends a part; what is answered waits until it is up again, as another process. What was asked to end and does not is
   * killed, as whoever runs it would do.
   */
  end(name: string, signal: NodeJS.Signals): () => Promise<void> {
    const before = this.find(name)?.pid;
    // Another fault may have ended it already: what is written of the parts lags behind them.
    const ended = before === undefined ? undefined : identify(before);
    if (ended !== undefined) signalProcess(ended, signal);
    return async () => {
      const began = performance.now();
      for (let waited = 0; waited < UP_MS && !this.over.aborted; waited = performance.now() - began) {
        const now = this.find(name);
        if (now?.state === 'up' && now.pid !== before) return;
        if (waited > GRACE_MS && now?.pid === before && ended !== undefined) signalProcess(ended, 'SIGKILL');
        await sleep(100);
      }
    };
  }

  /** Every part serves, or had time enough to. */
  async untilUp(): Promise<void> {
    for (const began = performance.now(); performance.now() - began < UP_MS && !this.over.aborted; await sleep(100)) {
      if (this.statuses().every(({ state }) => state === 'up')) return;
    }
  }

  /** A part stands still until what is answered is called. */
  hold(name: string): () => void {
    const pid = this.find(name)?.pid;
    return pid === undefined ? () => undefined : this.tools.held.stop(pid);
  }

  lines(name: string): Line[] {
    return this.tools.lines.named(name);
  }

  redis(command: string): Promise<string> {
    return askRedis({ port: this.portOf('redis'), password: this.install.secrets.redisPassword }, command);
  }

  private find(name: string): PartStatus | undefined {
    return this.statuses().find((part) => part.name === name);
  }

  private statuses(): PartStatus[] {
    return runningState(this.install.dir)?.parts ?? [];
  }
}
