import { setTimeout as sleep } from 'node:timers/promises';

import { Failure } from '../bootstrap/failure.js';
import { logPath } from '../supervisor/log-file.js';
import { isDataPart } from '../supervisor/install.js';
import type { MixedPlan, MixedResult } from './mixed-plan.js';
import { soakReport, type SoakOptions, type SoakReport, type SoakSample } from './soak-report.js';
import { followGenerator } from './support/follow.js';
import { collectGarbage } from './support/garbage.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, processesChoice, wholeOption } from './support/options.js';
import { privateMemory } from './support/processes.js';
import { readStores } from './support/stores.js';
import { withTarget, type Target } from './support/target.js';

const GROUP_SHARE = 0.1;
const WARM_UP_SECONDS = 10;
/** So long may the last outbox rows take to be gone. */
const DRAIN_MS = 60_000;

/**
 * `./parley bench soak [--minutes 10] [--rate 1000] [--users 2000] [--every 15] [--processes …]`: the mixed load for a long time. What
 * every process holds after its garbage is collected, what Redis holds, and whether anything is left to hand out at the end. On a
 * stack of its own: collecting garbage opens a process to whoever is on the machine.
 */
export async function run(args: string[]): Promise<SoakReport> {
  const values = benchOptions(args, {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '1000' },
    users: { type: 'string', default: '2000' },
    every: { type: 'string', default: '15' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string' },
  });
  const options: SoakOptions = {
    minutes: wholeOption(values, 'minutes', { least: 1, most: 1_440 }),
    ratePerSecond: wholeOption(values, 'rate', { least: 1, most: 100_000 }),
    // Two share a conversation.
    users: 2 * Math.ceil(wholeOption(values, 'users', { least: 2, most: 99_998 }) / 2),
    everySeconds: wholeOption(values, 'every', { least: 5, most: 3_600 }),
    seed: wholeOption(values, 'seed', { least: 0, most: 2 ** 31 }),
  };
  const choice = { running: false, ...processesChoice(values.processes) };
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, (target) => measure(target, options, interrupted)),
  );
}

async function measure(target: Target, options: SoakOptions, interrupted: Interrupted): Promise<SoakReport> {
  const sessions = await Promise.race([target.cli.mintSessions(options.users, 'with groups'), interrupted]);
  const { address } = target;
  const { ratePerSecond, seed, minutes } = options;
  const load = { ratePerSecond, seed, seconds: minutes * 60, warmUpSeconds: WARM_UP_SECONDS, groupShare: GROUP_SHARE };
  const plan: MixedPlan = { address, sessions, ...load };
  const sampler = new Sampler(target, options.everySeconds);
  const followed = await followGenerator<MixedResult>(target, {
    module: '../mixed-load.js',
    plan,
    interrupted,
    begins: () => sampler.begin(),
    ends: () => sampler.end(),
  });
  const left = await drained(target);
  return soakReport(options, { ...followed, samples: sampler.samples, left });
}

/** Looks again and again, one look after the other: a forced collection is work too, and two at once would be seen in the latency. */
class Sampler {
  readonly samples: SoakSample[] = [];
  private readonly target: Target;
  private readonly everyMs: number;
  private readonly over = new AbortController();
  private looking: Promise<void> = Promise.resolve();

  constructor(target: Target, everySeconds: number) {
    this.target = target;
    this.everyMs = everySeconds * 1_000;
  }

  begin(): void {
    this.looking = this.look();
    // Whoever waits for the end hears of it.
    this.looking.catch(() => undefined);
  }

  async end(): Promise<void> {
    this.over.abort();
    await this.looking;
  }

  private async look(): Promise<void> {
    const { signal } = this.over;
    for (let due = performance.now(); !signal.aborted; due += this.everyMs) {
      await sleep(Math.max(0, due - performance.now()), undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) this.samples.push(await sample(this.target));
    }
  }
}

async function sample(target: Target): Promise<SoakSample> {
  const at = performance.now() / 1_000;
  const memory: SoakSample['memory'] = [];
  for (const { name, pid } of target.processes()) {
    // What Postgres shares between its processes fills up to the size that it was given: that is no growth.
    if (isDataPart(name)) memory.push({ name, ...privateMemory(pid) });
    else {
      const own = await collectGarbage(pid, logPath(target.logs, name));
      if (own === undefined) throw new Failure(`${name} does not let its garbage be collected`);
      const { rss: bytes, ...heap } = own;
      memory.push({ name, bytes, processes: 1, ...heap });
    }
  }
  return { at, memory, ...(await readStores(target)) };
}

/** What is left in the outbox when nobody sends any more. */
async function drained(target: Target): Promise<number> {
  for (const began = performance.now(); ; await sleep(500)) {
    const { outbox } = await readStores(target);
    if (outbox === 0 || performance.now() - began > DRAIN_MS) return outbox;
  }
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
