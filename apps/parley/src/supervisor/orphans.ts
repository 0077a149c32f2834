import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { identify, isAlive, type ProcessIdentity, signalProcess } from '../bootstrap/process-identity.js';
import type { DataDir } from '../data-dir.js';
import { isDataPart } from './install.js';
import { livingParts, readState } from './state.js';

/**
 * Node processes that outlived a supervisor which was killed: those in its last state, and those that carry the
 * install's id in their environment (started in its last moment). Databases and Redis are not among them: their own
 * code knows them by their folders and ends them as they want to be ended.
 */
export function findOrphans(dir: DataDir, installId: string): ProcessIdentity[] {
  const state = readState(dir);
  const found = new Map<number, ProcessIdentity>();
  for (const { name, pid = 0 } of state === undefined ? [] : livingParts(state)) {
    const identity = isDataPart(name) ? undefined : identify(pid);
    if (identity !== undefined) found.set(pid, identity);
  }
  const mark = `PARLEY_INSTALL_ID=${installId}\0`;
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid || !environmentOf(pid).includes(mark)) continue;
    const identity = identify(pid);
    if (identity !== undefined) found.set(pid, identity);
  }
  return [...found.values()];
}

/** Ends them in order of kindness: asked first, killed when they don't listen. */
export async function endOrphans(orphans: readonly ProcessIdentity[], fast: () => boolean): Promise<void> {
  for (const orphan of orphans) signalProcess(orphan, 'SIGTERM');
  const began = Date.now();
  while (orphans.some(isAlive)) {
    if (Date.now() - began > (fast() ? 2000 : 20_000)) for (const orphan of orphans) signalProcess(orphan, 'SIGKILL');
    await sleep(50);
  }
}

function environmentOf(pid: number): string {
  try {
    return `${readFileSync(`/proc/${pid}/environ`, 'latin1')}\0`;
  } catch {
    return '';
  }
}
