import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { messageOf } from '../bootstrap/failure.js';
import { identify } from '../bootstrap/process-identity.js';
import { countDeath, restartDelay } from './backoff.js';
import { openLog, rotateLog } from './log-file.js';

export interface Launch {
  file: string;
  args: readonly string[];
  env: Record<string, string>;
  cwd?: string;
  uid?: number;
  gid?: number;
}

export interface PartSpec {
  name: string;
  port?: number;
  /** Does what must be done before each start, and says what to start. */
  prepare: () => Promise<Launch>;
  /** Whether the part serves: probed often while it starts, every few seconds afterwards. */
  ready: () => Promise<boolean>;
  /** Whether the part reacts at all; where given, one that stopped reacting is killed and started again. */
  live?: () => Promise<boolean>;
  /** How it's asked to end, how long it may take, and what follows then (at last always SIGKILL). */
  stop: { signal: NodeJS.Signals; graceMs: number; harder?: NodeJS.Signals };
}

export type PartState = 'waiting' | 'starting' | 'up' | 'unhealthy' | 'restarting' | 'stopping' | 'stopped';

export interface PartStatus {
  name: string;
  state: PartState;
  port?: number;
  pid?: number;
  /** With the pid: tells this process from a later one with the same pid. */
  start?: string;
  restarts: number;
  since: string;
  lastExit?: string;
}

export interface PartHooks {
  logs: string;
  changed: () => void;
  /** Something an operator wants to find in the supervisor's log. */
  tell: (text: string) => void;
  /** The wait after so many deaths in a row. */
  restartDelay?: (deaths: number) => number;
}

const STARTING_POLL_MS = 100;
const RUNNING_POLL_MS = 5000;
const FAILED_PROBES = 3;
const UNREACTIVE_MS = 60_000;

/** One process that is kept running: started, probed, started again with growing waits when it dies. */
export class Part {
  readonly spec: PartSpec;
  private readonly hooks: PartHooks;
  private state: PartState = 'waiting';
  private since = new Date();
  private child: ChildProcess | undefined;
  private startTicks: string | undefined;
  private restarts = 0;
  private deaths = 0;
  private lastExit: string | undefined;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(spec: PartSpec, hooks: PartHooks) {
    this.spec = spec;
    this.hooks = hooks;
  }

  status(): PartStatus {
    const { name, port } = this.spec;
    const pid = this.child?.pid;
    return {
      name,
      state: this.state,
      ...(port === undefined ? {} : { port }),
      ...(pid === undefined ? {} : { pid }),
      ...(this.startTicks === undefined ? {} : { start: this.startTicks }),
      restarts: this.restarts,
      since: this.since.toISOString(),
      ...(this.lastExit === undefined ? {} : { lastExit: this.lastExit }),
    };
  }

  start(): void {
    this.running ??= this.keepRunning();
  }

  /** Resolves when the part serves; rejects when it keeps dying or takes too long. */
  async untilUp(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (this.state !== 'up') {
      if (this.stopping.signal.aborted) throw new Error(`${this.spec.name} was stopped while it started`);
      if (this.deaths >= 5) throw new Error(`${this.spec.name} does not start: ${this.lastExit ?? 'unknown reason'}`);
      if (Date.now() > deadline) throw new Error(`${this.spec.name} is not ready after ${timeoutMs / 1000} s`);
      await sleep(50);
    }
  }

  async stop(fast: () => boolean): Promise<void> {
    this.stopping.abort();
    const child = this.child;
    if (child !== undefined) {
      this.set('stopping');
      await this.end(child, fast);
    }
    await this.running;
    this.set('stopped');
  }

  private async keepRunning(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const began = Date.now();
      const exit = await this.runOnce().catch((error: unknown) => `not started: ${messageOf(error)}`);
      if (signal.aborted) return;
      this.deaths = countDeath(this.deaths, Date.now() - began);
      this.lastExit = exit;
      const delay = (this.hooks.restartDelay ?? restartDelay)(this.deaths);
      this.hooks.tell(`${this.spec.name}: ${exit}; starting again in ${delay} ms`);
      this.set('restarting');
      await sleep(delay, undefined, { signal }).catch(() => undefined);
      this.restarts += 1;
    }
  }

  private async runOnce(): Promise<string> {
    this.set('starting');
    const launch = await this.spec.prepare();
    if (this.stopping.signal.aborted) return 'stopped';
    rotateLog(this.hooks.logs, this.spec.name);
    const log = openLog(this.hooks.logs, this.spec.name);
    // A session of its own: Ctrl-C reaches the supervisor alone, which then stops everything in order.
    const child = spawn(launch.file, launch.args, {
      env: launch.env,
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
      ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
      ...(launch.uid === undefined ? {} : { uid: launch.uid }),
      ...(launch.gid === undefined ? {} : { gid: launch.gid }),
    });
    log.close();
    const exit = new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        resolve(signal === null ? `exited with code ${code}` : `killed by ${signal}`),
      );
    });
    this.child = child;
    this.startTicks = child.pid === undefined ? undefined : identify(child.pid)?.start;
    this.hooks.changed();
    const over = new AbortController();
    const watching = this.watch(child, over.signal);
    try {
      return await exit;
    } finally {
      over.abort();
      this.child = undefined;
      this.startTicks = undefined;
      await watching;
    }
  }

  private async watch(child: ChildProcess, over: AbortSignal): Promise<void> {
    let failed = 0;
    let reactedAt = Date.now();
    for (;;) {
      const pause = this.state === 'up' ? RUNNING_POLL_MS : STARTING_POLL_MS * (failed > 50 ? 10 : 1);
      await sleep(pause, undefined, { signal: over }).catch(() => undefined);
      if (over.aborted || this.stopping.signal.aborted) return;
      if (await this.spec.ready().catch(() => false)) {
        failed = 0;
        reactedAt = Date.now();
        if (!isOver(over)) this.set('up');
        continue;
      }
      failed += 1;
      if (this.state === 'up' && failed >= FAILED_PROBES) this.set('unhealthy');
      if (this.spec.live === undefined || this.state === 'starting') continue;
      if (await this.spec.live().catch(() => false)) reactedAt = Date.now();
      if (Date.now() - reactedAt > UNREACTIVE_MS && !isOver(over)) {
        this.hooks.tell(`${this.spec.name}: has not reacted for ${UNREACTIVE_MS / 1000} s; killing it`);
        killGroup(child, 'SIGKILL');
      }
    }
  }

  private async end(child: ChildProcess, fast: () => boolean): Promise<void> {
    const { signal, graceMs, harder } = this.spec.stop;
    const gone = (): boolean => child.exitCode !== null || child.signalCode !== null;
    const within = async (ms: number): Promise<boolean> => {
      const began = Date.now();
      while (!gone() && Date.now() - began < (fast() ? Math.min(ms, 2000) : ms)) await sleep(25);
      return gone();
    };
    child.kill(signal);
    if (await within(graceMs)) return;
    if (harder !== undefined) {
      this.hooks.tell(`${this.spec.name}: still there after ${graceMs / 1000} s; sending ${harder}`);
      child.kill(harder);
      if (await within(graceMs)) return;
    }
    this.hooks.tell(`${this.spec.name}: does not end; killing it`);
    killGroup(child, 'SIGKILL');
    await within(5000);
  }

  private set(state: PartState): void {
    if (this.state === state) return;
    this.state = state;
    this.since = new Date();
    this.hooks.changed();
  }
}

/** Read through a function: the signal may have changed during an await, which the compiler can't know. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
