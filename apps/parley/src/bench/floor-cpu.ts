import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** CPU of a Postgres cluster in microseconds: its backends, and everything else it runs (walwriter, checkpointer, I/O…). */
export type ClusterCpu = { backends: number; helpers: number };

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const MICROS_PER_TICK = 1e6 / TICKS_PER_SECOND;

type Stat = { ppid: number; own: number; reaped: number };

function statOf(pid: number): Stat | undefined {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The name may hold spaces: fields are counted from the last parenthesis. proc(5): 4 ppid, 14 utime … 17 cstime.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return { ppid: field(4), own: field(14) + field(15), reaped: field(16) + field(17) };
}

export function parentOf(pid: number): number {
  const stat = statOf(pid);
  if (stat === undefined) throw new Error(`process ${pid} isn't on this machine: floor measures a local Postgres`);
  return stat.ppid;
}

/** What ended during the run is in the postmaster's reaped time and counts as a helper. */
export function clusterCpu(postmaster: number): ClusterCpu {
  const cpu: ClusterCpu = { backends: 0, helpers: 0 };
  const root = statOf(postmaster);
  if (root === undefined) throw new Error(`postmaster ${postmaster} is gone`);
  cpu.helpers += (root.own + root.reaped) * MICROS_PER_TICK;
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const stat = statOf(pid);
    if (stat?.ppid !== postmaster) continue;
    const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    cpu[/parley-floor|\(\d+\)/.test(title) ? 'backends' : 'helpers'] += stat.own * MICROS_PER_TICK;
  }
  return cpu;
}
