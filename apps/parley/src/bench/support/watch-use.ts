import { machineBetween, readProcesses, usesBetween, type MachineUse, type ProcessUse } from './processes.js';
import type { Target } from './target.js';

export interface Used<T> {
  result: T;
  processes: ProcessUse[];
  machine: MachineUse;
}

/** What the install's processes took while this process put its questions, and what that took of it. */
export async function watchUse<T>(target: Target, work: () => Promise<T>): Promise<Used<T>> {
  const watched = target.processes();
  const before = readProcesses(watched);
  const own = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(own);
  const after = readProcesses(watched);
  // Its own only: the parts of a throw-away install are children of this process.
  const cores = Number(((user + system) / 1_000 / (after.at - before.at)).toFixed(4));
  const { others, stolen } = machineBetween(before, after);
  const generator = { name: 'load generator', cores, memoryBytes: process.memoryUsage.rss() };
  return {
    result,
    processes: [...usesBetween(watched, before, after), generator],
    machine: { others: Number(Math.max(0, others - cores).toFixed(2)), stolen },
  };
}
