import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { formatProcesses, type ProcessCounts } from '../args.js';
import type { Reporter } from '../bootstrap/progress.js';
import { withInterrupt, type Interrupted } from '../bench/support/interrupt.js';
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
export async function runChaos({ seeds, seconds, reporter }: ChaosOptions): Promise<ChaosReport> {
  return withInterrupt((interrupted) =>
    withInstall({ processes: PROCESSES, reporter, interrupted }, async (install) => {
      const sessions = await install.cli.mintSessions(PEOPLE * seeds.length, 'with groups');
      const targets = targetsOf(install.parts());
      const reports: SeedReport[] = [];
      for (const [at, seed] of seeds.entries()) {
        const schedule = scheduleOf({ seed, seconds, targets });
        reporter.line(`seed ${seed}: ${schedule.length} faults in ${seconds} s, ${PER_SECOND} sends a second`);
        const people = sessions.slice(at * PEOPLE, (at + 1) * PEOPLE);
        const report = await oneSeed({ install, interrupted, reporter }, { seed, seconds, schedule, people });
        reports.push(report);
        reporter.line(`seed ${seed}: ${report.ok ? 'nothing is broken' : 'BROKEN'}`);
      }
      return ChaosReport.parse({
        ok: reports.every(({ ok }) => ok),
        seconds,
        ratePerSecond: PER_SECOND,
        people: PEOPLE,
        processes: formatProcesses(PROCESSES),
        leftOut: [],
        seeds: reports,
      });
    }),
  );
}

type Where = { install: ChaosInstall; interrupted: Interrupted; reporter: Reporter };
type What = {
  seed: number;
  seconds: number;
  schedule: readonly Planned[];
  people: Parameters<typeof runSeed>[0]['sessions'];
};

async function oneSeed({ install, reporter }: Where, { seed, seconds, schedule, people }: What): Promise<SeedReport> {
  const folder = mkdtempSync(join(tmpdir(), `parley-chaos-seed-${seed}-`));
  const journal = new Journal(join(folder, 'journal.jsonl'));
  let ok = false;
  try {
    const tell = (line: string): void => reporter.line(line);
    const run = { install, journal, sessions: people, schedule, seed, seconds, ratePerSecond: PER_SECOND, tell };
    const { verdict, healedMs } = await runSeed(run);
    ({ ok } = verdict);
    const faults = schedule.map(({ atMs, untilMs, kind, target, strength }) => ({
      atMs,
      untilMs,
      kind,
      target,
      strength,
    }));
    const again = `./parley chaos --seed ${seed} --minutes ${seconds / 60}`;
    return { seed, ok, verdict, faults, healedMs, again, kept: ok ? null : folder };
  } finally {
    await journal.close();
    if (ok) rmSync(folder, { recursive: true, force: true });
    else cpSync(install.logs, join(folder, 'logs'), { recursive: true });
  }
}
