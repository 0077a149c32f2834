import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { identify, isAlive, parseIdentity, type ProcessIdentity } from './process-identity.ts';

export interface Lock {
  release: () => void;
}

export type LockAttempt = { lock: Lock } | { holder: ProcessIdentity };

/**
 * Takes the lock file, or says who holds it. A holder that died (kill -9, power cut, a pid in use by someone else by
 * now) is stepped over.
 */
export function tryLock(path: string): LockAttempt {
  const own = identify(process.pid);
  if (own === undefined) throw new Error('/proc is not readable: Parley runs on Linux');
  const content = JSON.stringify(own);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (createWhole(path, content)) return { lock: { release: () => releaseIfOurs(path, content) } };
    const seen = readIfThere(path);
    if (seen === undefined) continue;
    const holder = parseHolder(seen);
    if (holder !== undefined && isAlive(holder)) return { holder };
    removeStale(path, seen);
  }
  throw new Error(`cannot take the lock ${path}`);
}

export async function waitForLock(path: string, onWait: (holder: ProcessIdentity) => void): Promise<Lock> {
  for (let told = false; ;) {
    const attempt = tryLock(path);
    if ('lock' in attempt) return attempt.lock;
    if (!told) onWait(attempt.holder);
    told = true;
    await sleep(200);
  }
}

/** Who holds it, as far as that process lives. */
export function lockHolder(path: string): ProcessIdentity | undefined {
  const seen = readIfThere(path);
  const holder = seen === undefined ? undefined : parseHolder(seen);
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

/** Linked into place, so that nobody ever reads a lock file without its content. */
function createWhole(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, content, { mode: 0o644 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Renamed away first: of two that find the same stale lock, one may already have put a live one in its place. */
function removeStale(path: string, seen: string): void {
  const aside = `${path}.stale.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) !== seen) {
    try {
      linkSync(aside, path);
    } catch {
      // A third process holds the lock by now: then that one is the holder.
    }
  }
  rmSync(aside, { force: true });
}

function releaseIfOurs(path: string, content: string): void {
  if (readIfThere(path) === content) rmSync(path, { force: true });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(text: string): ProcessIdentity | undefined {
  try {
    return parseIdentity(JSON.parse(text));
  } catch {
    return undefined;
  }
}
