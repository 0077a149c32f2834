import { setTimeout as sleep } from 'node:timers/promises';

import type { MintedSession } from '@parley/server/cli';

import { messageOf } from '../bootstrap/failure.js';
import { judge } from './checker.js';
import type { SeedReport } from './chaos-report.js';
import { Crowd } from './crowd.js';
import { Door } from './door.js';
import { named } from './faults.js';
import { FreshPull } from './fresh-pull.js';
import { INFLICT } from './inflict.js';
import type { ChaosInstall } from './install.js';
import type { Journal } from './journal.js';
import type { Planned } from './schedule.js';
import type { Broken, Verdict } from './verdict.js';

export interface SeedRun {
  install: ChaosInstall;
  journal: Journal;
  sessions: readonly MintedSession[];
  schedule: readonly Planned[];
  seed: number;
  seconds: number;
  ratePerSecond: number;
  tell: (line: string) => void;
}

/** Everything must be as if nothing had been so long after the last send was answered. */
const HEAL_MS = 90_000;
/** While answers come, what is pulled moves, and would look broken; a machine with other work to do takes long over what has piled up. */
const QUIET_MS = 600_000;
const LOOK_AGAIN_MS = 1_000;
/** What is on its way is missing until it is there. */
const PASSING: readonly Broken[] = ['lost', 'undelivered', 'gaps', 'skipped', 'membership', 'unread', 'unanswered'];

export type SeedResult = Pick<SeedReport, 'verdict' | 'healedMs'>;

/** One seed on an install that is up: people talk, everything in the schedule is done, and then it is judged. */
export async function runSeed(run: SeedRun): Promise<SeedResult> {
  const { install, journal, sessions, seed, ratePerSecond, seconds } = run;
  const door = await Door.open({ address: install.address, sessions, journal });
  const pull = new FreshPull(install.address, sessions);
  for (const [conversation, seq] of await pull.heads()) journal.write({ note: 'began', conversation, seq });
  const crowd = new Crowd({ sessions, urlOf: (number) => install.urlOf(number), journal, seed, door });
  try {
    await crowd.gather();
    const began = performance.now();
    crowd.talk(ratePerSecond);
    await inflictAll(run, began);
    await sleep(Math.max(0, began + seconds * 1_000 - performance.now()), undefined, { signal: install.over });
    await crowd.hush();
    return await untilHealed({ crowd, pull, journal, over: install.over });
  } finally {
    await crowd.leave();
  }
}

/** Over when the last fault is undone, come what may: what is broken must not stay so. */
async function inflictAll({ install, schedule, tell }: SeedRun, began: number): Promise<void> {
  const clock = (): string => `${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s`;
  const { over } = install;
  const until = (ms: number): Promise<void> =>
    sleep(Math.max(0, began + ms - performance.now()), undefined, { signal: over });
  const one = async (fault: Planned): Promise<void> => {
    await until(fault.atMs);
    const name = named(fault);
    const seconds = ((fault.untilMs - fault.atMs) / 1_000).toFixed(1);
    tell(`${clock()}  ${name}, ${seconds} s${install.isDown(fault.target) ? ' (was down already)' : ''}`);
    const undo = await INFLICT[fault.kind](install, fault);
    try {
      await until(fault.untilMs);
    } finally {
      await undo();
    }
    tell(`${clock()}    over: ${name}`);
  };
  // What can't be done, as of a Redis that is not there, is no reason to end: it is told.
  const told = (fault: Planned, error: unknown): void => {
    over.throwIfAborted();
    tell(`${clock()}    not done: ${named(fault)}: ${messageOf(error)}`);
  };
  await Promise.all(schedule.map((fault) => one(fault).catch((error: unknown) => told(fault, error))));
}

type Healing = { crowd: Crowd; pull: FreshPull; journal: Journal; over: AbortSignal };

/** Judges again and again until nothing is missing any more; what is still broken then is broken for good. */
async function untilHealed({ crowd, pull, journal, over: signal }: Healing): Promise<SeedResult> {
  const over = performance.now();
  let deadline = Number.POSITIVE_INFINITY;
  for (;;) {
    crowd.wake();
    while (!crowd.isQuiet && performance.now() < Math.min(deadline, over + QUIET_MS))
      await sleep(100, undefined, { signal });
    deadline = Math.min(deadline, performance.now() + HEAL_MS);
    const found = await judged(crowd, pull, journal).catch((error: unknown) => {
      // A server that has just come back refuses for a while.
      if (performance.now() > deadline || signal.aborted) throw error;
      return null;
    });
    if (found?.ok === true) return { verdict: found, healedMs: Math.round(performance.now() - over) };
    if (found !== null && (!mayPass(found) || performance.now() > deadline)) return { verdict: found, healedMs: null };
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
}

/** Whether time can mend any of it. */
function mayPass({ broken }: Verdict): boolean {
  return PASSING.some((kind) => (broken[kind] ?? 0) > 0);
}

async function judged(crowd: Crowd, pull: FreshPull, journal: Journal): Promise<Verdict> {
  for (const device of crowd.devices) device.noteCursor();
  // The cursors first: what a device says to have read is read before the fresh ones look.
  journal.write({ note: 'looks' });
  const pulled = await pull.all();
  return judge(journal.notes, pulled);
}
