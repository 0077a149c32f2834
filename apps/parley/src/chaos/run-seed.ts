import { setTimeout as sleep } from 'node:timers/promises';

import type { MintedSession } from '@parley/server/cli';

import { judge } from './checker.js';
import type { SeedReport } from './chaos-report.js';
import { Crowd } from './crowd.js';
import { FAULT_KINDS } from './faults.js';
import { FreshPull } from './fresh-pull.js';
import { INFLICT } from './inflict.js';
import type { ChaosInstall } from './install.js';
import type { Journal } from './journal.js';
import type { Planned } from './schedule.js';
import type { Verdict } from './verdict.js';

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

/** Everything must be as if nothing had been so long after the last fault. */
const HEAL_MS = 90_000;
const LOOK_AGAIN_MS = 1_000;

export type SeedResult = Pick<SeedReport, 'verdict' | 'healedMs'>;

/** One seed on an install that is up: people talk, everything in the schedule is done, and then it is judged. */
export async function runSeed(run: SeedRun): Promise<SeedResult> {
  const { install, journal, sessions, seed, ratePerSecond, seconds } = run;
  const pull = new FreshPull(install.address, sessions);
  for (const [conversation, seq] of await pull.heads()) journal.write({ note: 'began', conversation, seq });
  const crowd = new Crowd({ sessions, urlOf: (number) => install.urlOf(number), journal, seed });
  try {
    await crowd.gather();
    const began = performance.now();
    crowd.talk(ratePerSecond);
    await inflictAll(run, began);
    await sleep(began + seconds * 1_000 - performance.now());
    await crowd.hush();
    return await untilHealed({ crowd, pull, journal });
  } finally {
    await crowd.leave();
  }
}

/** Over when the last fault is undone, come what may: a process that is held must not be left behind. */
async function inflictAll({ install, schedule, tell }: SeedRun, began: number): Promise<void> {
  const clock = (): string => `${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s`;
  const until = (ms: number): Promise<void> => sleep(Math.max(0, began + ms - performance.now()));
  await Promise.all(
    schedule.map(async (fault) => {
      await until(fault.atMs);
      const name = `${FAULT_KINDS[fault.kind].title.padEnd(24)} ${fault.target}`;
      const before = install.isDown(fault.target) ? '  (was down already)' : '';
      tell(`${clock()}  ${name}${before}`);
      const undo = await INFLICT[fault.kind](install, fault);
      if (undo === undefined) return;
      try {
        await until(fault.untilMs);
      } finally {
        await undo();
      }
      tell(`${clock()}    over: ${name}`);
    }),
  );
}

type Healing = { crowd: Crowd; pull: FreshPull; journal: Journal };

/** Judges again and again until nothing is missing any more; what is still broken then is broken for good. */
async function untilHealed({ crowd, pull, journal }: Healing): Promise<SeedResult> {
  const over = performance.now();
  const deadline = over + HEAL_MS;
  for (;;) {
    crowd.wake();
    while (!crowd.isQuiet && performance.now() < deadline) await sleep(100);
    const found = await judged(crowd, pull, journal).catch((error: unknown) => {
      // A server that has just come back refuses for a while.
      if (performance.now() > deadline) throw error;
      return null;
    });
    if (found?.ok === true) return { verdict: found, healedMs: Math.round(performance.now() - over) };
    if (found !== null && performance.now() > deadline) return { verdict: found, healedMs: null };
    await sleep(LOOK_AGAIN_MS);
  }
}

async function judged(crowd: Crowd, pull: FreshPull, journal: Journal): Promise<Verdict> {
  for (const device of crowd.devices) device.noteCursor();
  // The cursors first: what a device says to have read is read before the fresh ones look.
  const pulled = await pull.all();
  return judge(journal.notes, pulled);
}
