import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

import { z } from 'zod';

import { statFields } from '../../bootstrap/process-identity.js';
import { memoryOfTrees } from '../../supervisor/memory.js';

/** A process with everything it has started: a Postgres cluster is its postmaster with all backends. */
export interface Watched {
  name: string;
  pid: number;
}

export interface ProcessReading {
  at: number;
  /** CPU time so far, in microseconds. */
  cpu: Map<string, number>;
  /** Of the whole machine: what it worked, and what its host kept from it. */
  machine: { busy: number; stolen: number };
}

export const ProcessUse = z.object({
  name: z.string(),
  /** Of one core, on average over the time measured. */
  cores: z.number(),
  microsPerSend: z.number().optional(),
  memoryBytes: z.number(),
});
export type ProcessUse = z.infer<typeof ProcessUse>;

const MICROS_PER_TICK = 1e6 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export function readProcesses(watched: readonly Watched[]): ProcessReading {
  const trees = childrenByParent();
  return {
    at: performance.now(),
    cpu: new Map(watched.map(({ name, pid }) => [name, cpuOfTree(pid, trees)])),
    machine: machineCpu(),
  };
}

/** Cores that others used meanwhile: a measurement beside a busy neighbour is none. */
export const MachineUse = z.object({ others: z.number(), stolen: z.number() });
export type MachineUse = z.infer<typeof MachineUse>;

export function machineBetween(before: ProcessReading, after: ProcessReading): MachineUse {
  const span = (after.at - before.at) * 1_000;
  const sum = (cpu: ReadonlyMap<string, number>): number => [...cpu.values()].reduce((total, one) => total + one, 0);
  const ours = sum(after.cpu) - sum(before.cpu);
  const cores = (micros: number): number => Number(Math.max(0, micros / span).toFixed(2));
  return {
    others: cores(after.machine.busy - before.machine.busy - ours),
    stolen: cores(after.machine.stolen - before.machine.stolen),
  };
}

/** What each process used between two readings, and its memory now. */
export function usesBetween(watched: readonly Watched[], before: ProcessReading, after: ProcessReading): ProcessUse[] {
  const memory = memoryOfTrees(watched.map(({ pid }) => pid));
  return watched.map(({ name, pid }) => {
    const micros = (after.cpu.get(name) ?? 0) - (before.cpu.get(name) ?? 0);
    const cores = Number((micros / 1_000 / (after.at - before.at)).toFixed(4));
    return { name, cores, memoryBytes: memory.get(pid) ?? 0 };
  });
}

/** Resident set of one process, its shared pages included. */
export function residentBytes(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Number(match?.[1] ?? 0) * 1024;
}

export interface PrivateMemory {
  bytes: number;
  /** Processes that hold it. */
  processes: number;
}

/** What a process and everything it has started hold for themselves: nothing that is mapped from files or shared between them. */
export function privateMemory(root: number): PrivateMemory {
  const children = childrenByParent();
  const memory = { bytes: 0, processes: 0 };
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    memory.bytes += anonymousBytes(pid);
    memory.processes += 1;
    open.push(...(children.get(pid) ?? []));
  }
  return memory;
}

function anonymousBytes(pid: number): number {
  try {
    const match = /^Pss_Anon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'));
    return Number(match?.[1] ?? 0) * 1024;
  } catch {
    // A backend that has just ended.
    return 0;
  }
}

/** Of the living and, through their parents, of those that ended. */
function cpuOfTree(root: number, children: ReadonlyMap<number, readonly number[]>): number {
  let ticks = 0;
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    // proc(5): 14 utime, 15 stime, 16 cutime, 17 cstime; our first field is the third.
    for (const field of (statFields(pid) ?? []).slice(11, 15)) ticks += Number(field);
    open.push(...(children.get(pid) ?? []));
  }
  return ticks * MICROS_PER_TICK;
}

/** proc(5), /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
function machineCpu(): ProcessReading['machine'] {
  const line = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0] ?? '';
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, stolen = 0] = line.split(/\s+/).slice(1).map(Number);
  return { busy: (user + nice + system + irq + softirq) * MICROS_PER_TICK, stolen: stolen * MICROS_PER_TICK };
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = Number(statFields(pid)?.[1]);
    const mine = children.get(parent);
    if (mine === undefined) children.set(parent, [pid]);
    else mine.push(pid);
  }
  return children;
}
