import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { MintedSession } from '@parley/server/cli';

import { formatProcesses, type ProcessCounts } from '../args.js';
import { Interruption, withInterrupt } from '../bench/support/interrupt.js';
import type { Reporter } from '../bootstrap/progress.js';
import { ChaosReport, type SeedReport } from './chaos-report.js';
import { targetsOf } from './faults.js';
import { withInstall, type ChaosInstall } from './install.js';
import { Journal } from './journal.js';
import { runSeed } from './run-seed.js';
import { scheduleOf, type Planned } from './schedule.js';

export interface ChaosOptions {
  seeds: readonly number[];
  seconds: number;
  reporter: Reporter;
}

/** So many talk, in pairs and tens; each seed has people of its own, so that nothing of another one is in their way. */
const PEOPLE = 60;
const PER_SECOND = 200;
/** Two of what can take over from each other. */
const PROCESSES: ProcessCounts = { gateway: 2, logic: 2, worker: 1 };

/** `./parley chaos`: one install, seed after seed. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seeds, seconds, reporter } = options;
  const minutes = (seeds.length * seconds) / 60;
  const reports: SeedReport[] = [];
  const leftOut: string[] = [];
  const run = withInterrupt((interrupted) =>
    withInstall({ processes: PROCESSES, minutes, reporter, interrupted }, async (install) => {
      if (install.noDisk !== null) leftOut.push(install.noDisk);
      for (const at of seeds.keys()) reports.push(await nextSeed(install, options, at));
    }),
  );
  await run.catch((error: unknown) => {
    // Of a long run that is ended early, what is known is told.
    if (reports.length === 0 || !(error instanceof Interruption)) throw error;
  });
  const notRun = seeds.slice(reports.length);
  return ChaosReport.parse({
    ok: notRun.length === 0 && reports.every(({ ok }) => ok),
    seconds,
    ratePerSecond: PER_SECOND,
    people: PEOPLE,
    processes: formatProcesses(PROCESSES),
    leftOut,
    notRun,
    seeds: reports,
  });
}

async function nextSeed(install: ChaosInstall, options: ChaosOptions, at: number): Promise<SeedReport> {
  const { seeds, seconds, reporter } = options;
  // Interrupted while the one before was judged.
  install.over.throwIfAborted();
  const seed = seeds[at] ?? 0;
  // Drawn in any case, so that the same seed draws the same for everybody.
  const drawn = scheduleOf({ seed, seconds, targets: targetsOf(install.parts) });
  const schedule = drawn.filter(({ kind }) => kind !== 'disk' || install.noDisk === null);
  reporter.line(`seed ${seed}: ${schedule.length} faults in ${seconds} s, ${PER_SECOND} sends a second`);
  await install.untilUp();
  // Anew for each: they are signed in for a quarter of an hour.
  const sessions = await install.cli.mintSessions(PEOPLE * (at + 1), 'with groups');
  const report = await oneSeed({ install, reporter, seed, seconds, schedule, people: sessions.slice(at * PEOPLE) });
  reporter.line(`seed ${seed}: ${report.ok ? 'nothing is broken' : 'BROKEN'}`);
  return report;
}

type One = {
  install: ChaosInstall;
  reporter: Reporter;
  seed: number;
  seconds: number;
  schedule: readonly Planned[];
  people: readonly MintedSession[];
};

async function oneSeed({ install, reporter, seed, seconds, schedule, people }: One): Promise<SeedReport> {
  const folder = mkdtempSync(join(tmpdir(), `parley-chaos-seed-${seed}-`));
  const journal = new Journal(join(folder, 'journal.jsonl'));
  const again = `./parley chaos --seed ${seed} --minutes ${seconds / 60}`;
  let ok = false;
  try {
    const tell = (line: string): void => reporter.line(line);
    const run = { install, journal, sessions: people, schedule, seed, seconds, ratePerSecond: PER_SECOND, tell };
    const { verdict, healedMs } = await runSeed(run);
    ({ ok } = verdict);
    // At once: a long run ends long after.
    for (const example of verdict.examples) reporter.line(`seed ${seed}: ${example}`);
    const faults = schedule.map((fault) => ({ ...fault, holds: [...fault.holds] }));
    return { seed, ok, verdict, faults, healedMs, again, kept: ok ? null : folder };
  } finally {
    await journal.close();
    if (ok) rmSync(folder, { recursive: true, force: true });
    else {
      cpSync(install.logs, join(folder, 'logs'), { recursive: true });
      reporter.line(`seed ${seed}: again with ${again}; journal and logs are in ${folder}`);
    }
  }
}
