import { readdirSync, readFileSync } from 'node:fs';

import { statFields } from '../bootstrap/process-identity.js';

/**
 * Memory of a process and its descendants. The proportional share (Pss) where the kernel lets us read it: the plain
 * figure would count the memory that the processes of Postgres share once for each of them.
 */
export function memoryOfTrees(roots: readonly number[]): Map<number, number> {
  const children = childrenByParent();
  return new Map(roots.map((root) => [root, memoryOfTree(root, children)]));
}

function memoryOfTree(root: number, children: Map<number, number[]>): number {
  return treeOf(root, children).reduce((total, pid) => total + memoryOf(pid), 0);
}

/** A process and its descendants, parents before their children. */
export function treeOf(root: number, children = childrenByParent()): number[] {
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = Number(statFields(pid)?.[1]);
    if (!Number.isInteger(parent)) continue;
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

function memoryOf(pid: number): number {
  return kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss') ?? kilobytes(`/proc/${pid}/status`, 'VmRSS') ?? 0;
}

function kilobytes(path: string, field: string): number | undefined {
  try {
    const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(path, 'latin1'));
    return match === null ? undefined : Number(match[1]) * 1024;
  } catch {
    return undefined;
  }
}
