import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { Failure } from '../bootstrap/failure.js';
import { postgresPackage } from '../bootstrap/install.js';
import { readJson, writeJson, type DataDir } from '../data-dir.js';

/** Where the clusters lie, which binaries run them, and as whom. */
export interface PostgresPlace {
  base: string;
  native: string;
  /** Set when Postgres runs as another user than we do, because it refuses to run as root. */
  user?: { uid: number; gid: number };
}

const recordSchema = z.object({ base: z.string() });
const SYSTEM_BASE = '/var/lib/parley';

/**
 * Normally <data>/postgres with the binaries of the npm package. As root, Postgres runs as `postgres` where that user
 * exists, else as `nobody`, and what that user can't reach (a checkout under /root) goes to /var/lib/parley/<hash of
 * the data folder>; <data>/postgres.json then names the place.
 */
export function findPlace(dir: DataDir): PostgresPlace {
  const inside = join(dir.root, 'postgres');
  if (process.getuid?.() !== 0) {
    refuseForeign(inside);
    mkdirSync(inside, { recursive: true, mode: 0o700 });
    return { base: inside, native: join(postgresPackage(), 'native') };
  }
  const base = baseForRoot(dir, inside);
  const user = ownerOf(base) ?? otherUser();
  makePassable(base);
  if (!canReach(base, user)) {
    throw new Failure(
      `Postgres cannot run as root, and uid ${user.uid} cannot reach ${base}; set PARLEY_DATA_DIR to a folder it can reach`,
    );
  }
  return { base, user, native: reachableBinaries(base, user) };
}

export function hasPlace(dir: DataDir): boolean {
  return existsSync(join(dir.root, 'postgres')) || existsSync(join(dir.root, 'postgres.json'));
}

function baseForRoot(dir: DataDir, inside: string): string {
  const record = join(dir.root, 'postgres.json');
  const known = recordSchema.safeParse(readJson(record));
  if (known.success) return known.data.base;
  if (existsSync(inside) || canReach(dir.root, otherUser())) return inside;
  const hash = createHash('sha256').update(realpathSync(dir.root)).digest('hex').slice(0, 12);
  const base = join(SYSTEM_BASE, hash);
  // Left by a data folder that was deleted and made again: not ours to open, not ours to delete.
  if (existsSync(base))
    throw new Failure(`${base} holds the databases of an earlier ${dir.root}; move it away or delete it`);
  makePassable(SYSTEM_BASE);
  makePassable(base);
  writeJson(record, { base });
  return base;
}

/** A cluster keeps its owner, whatever users the machine has gained or lost since. */
function ownerOf(base: string): { uid: number; gid: number } | undefined {
  for (const name of ['directory', 'shard-0', 'shard-1']) {
    const cluster = join(base, name);
    if (existsSync(cluster)) {
      const { uid, gid } = statSync(cluster);
      return { uid, gid };
    }
  }
  return undefined;
}

function otherUser(): { uid: number; gid: number } {
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = accounts.find((line) => line.startsWith(`${name}:`))?.split(':');
    const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
    if (Number.isInteger(uid) && Number.isInteger(gid) && uid > 0) return { uid, gid };
  }
  return { uid: 65_534, gid: 65_534 };
}

function refuseForeign(base: string): void {
  if (!existsSync(base)) return;
  const owner = statSync(base).uid;
  if (owner === process.getuid?.()) return;
  throw new Failure(
    `${base} belongs to uid ${owner}: run ./parley as that user, or set PARLEY_DATA_DIR to a folder of your own`,
  );
}

/** Others may pass through, not look around; said again by chmod, because a strict umask would win over mkdir. */
function makePassable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
}

function canReach(path: string, user: { uid: number; gid: number }): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...user, cwd: '/' }).status === 0;
}

/** The binaries where they are, when that user can run them there; else a copy beside the clusters. */
function reachableBinaries(base: string, user: { uid: number; gid: number }): string {
  const original = join(postgresPackage(), 'native');
  if (runs(original, user)) return original;
  const manifest = z.object({ version: z.string() }).parse(readJson(join(postgresPackage(), 'package.json')));
  const copy = join(base, `native-${manifest.version}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    cpSync(original, draft, { recursive: true, verbatimSymlinks: true });
    openToAll(draft);
    renameSync(draft, copy);
  }
  if (!runs(copy, user)) {
    rmSync(copy, { recursive: true, force: true });
    throw new Failure(`uid ${user.uid} cannot run Postgres from ${base} (is that file system mounted noexec?)`);
  }
  return copy;
}

function runs(native: string, user: { uid: number; gid: number }): boolean {
  const bki = join(native, 'share/postgresql/postgres.bki');
  const script = '"$1/bin/postgres" --version >/dev/null 2>&1 && test -r "$2"';
  return spawnSync('/bin/sh', ['-c', script, 'sh', native, bki], { ...user, cwd: '/' }).status === 0;
}

/** A strict umask of the one who installed must not follow the binaries to their copy. */
function openToAll(folder: string): void {
  spawnSync('chmod', ['-R', 'go+rX', folder]);
}

export function giveTo(path: string, user: PostgresPlace['user']): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}
