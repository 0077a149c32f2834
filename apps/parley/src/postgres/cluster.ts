import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Failure } from '../bootstrap/failure.js';
import { identify, isAlive, signalProcess } from '../bootstrap/process-identity.js';
import type { Secrets } from '../data-dir.js';
import { childEnv } from '../settings-env.js';
import type { PartSpec } from '../supervisor/part.js';
import { postgresAnswers } from '../supervisor/probes.js';
import { hostRules, postgresConf } from './conf.js';
import { giveTo, type PostgresPlace } from './place.js';

export interface Cluster {
  name: string;
  port: number;
  place: PostgresPlace;
  secrets: Secrets;
}

export function clusterPart(cluster: Cluster): PartSpec {
  const { name, port, place } = cluster;
  const data = join(place.base, name);
  return {
    name,
    port,
    async prepare() {
      await endLeftoverPostgres(data);
      if (!existsSync(data)) await createCluster(cluster, data);
      checkVersion(cluster, data);
      writeOwned(join(data, 'parley.conf'), postgresConf(port), place);
      writeOwned(join(data, 'pg_hba.conf'), hostRules, place);
      const [file, ...args] = asBatchWork([join(place.native, 'bin/postgres'), '-D', data]);
      return { file, args, env: postgresEnv(), cwd: '/', ...place.user };
    },
    ready: () => postgresAnswers(port),
    // SIGINT = disconnect everyone and shut down cleanly; SIGQUIT = at once, repaired at the next start.
    stop: { signal: 'SIGINT', graceMs: 30_000, harder: 'SIGQUIT' },
  };
}

export function clusterUrl(port: number, secrets: Secrets): string {
  return `postgres://parley:${secrets.postgresPassword}@127.0.0.1:${port}/parley`;
}

/** As the superuser: for tests that make databases of their own. */
export function clusterAdminUrl(port: number, secrets: Secrets): string {
  return `postgres://postgres:${secrets.adminPassword}@127.0.0.1:${port}/postgres`;
}

/**
 * Under SCHED_BATCH a backend that is sent a statement does not push the sender off its core: on few cores that is the gateway,
 * which has the next frames to read. It waits for a core like everyone and has the same share of them (docs/performance.md).
 */
function asBatchWork(command: [string, ...string[]]): [string, ...string[]] {
  const batch: [string, ...string[]] = ['chrt', '--batch', '0'];
  const [file, ...args] = batch;
  const works = spawnSync(file, [...args, 'true'], { env: postgresEnv(), stdio: 'ignore' }).status === 0;
  return works ? [...batch, ...command] : command;
}

function postgresEnv(): Record<string, string> {
  return { PATH: childEnv()['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Made beside its place and moved there when whole: a start that is cut short leaves no half cluster. */
async function createCluster(cluster: Cluster, data: string): Promise<void> {
  const { place, secrets } = cluster;
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveTo(draft, place.user);
  // Trust counts for nothing: nobody can connect before pg_hba.conf is replaced.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await runOnce(cluster, ['initdb', '-D', draft, '-U', 'postgres', '-A', 'trust', '--no-instructions', ...locale]);
  appendFileSync(join(draft, 'postgresql.conf'), `\ninclude 'parley.conf'\n`);
  writeOwned(join(draft, 'parley.conf'), postgresConf(cluster.port), place);
  // Passwords travel on standard input. They are hexadecimal, so they need no quoting.
  await singleUser(cluster, draft, [
    `ALTER ROLE postgres PASSWORD '${secrets.adminPassword}'`,
    `CREATE ROLE parley LOGIN PASSWORD '${secrets.postgresPassword}'`,
    `GRANT pg_monitor TO parley`,
    `CREATE DATABASE parley OWNER parley`,
  ]);
  renameSync(draft, data);
}

async function singleUser(cluster: Cluster, data: string, statements: readonly string[]): Promise<void> {
  const command: [string, ...string[]] = ['postgres', '--single', '-D', data, 'postgres'];
  const output = await runOnce(cluster, command, `${statements.join('\n')}\n`);
  // In this mode an error does not change the exit code.
  const fault = output.split('\n').find((line) => /ERROR|FATAL|PANIC/.test(line));
  if (fault !== undefined) throw new Error(`${cluster.name}: ${fault.replaceAll(/'[^']*'/g, "'…'")}`);
}

async function runOnce(cluster: Cluster, [program, ...args]: [string, ...string[]], input = ''): Promise<string> {
  const file = join(cluster.place.native, 'bin', program);
  const child = spawn(file, args, { env: postgresEnv(), cwd: '/', stdio: 'pipe', ...cluster.place.user });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new Failure(`${cluster.name}: ${program} failed (${code})`, output.trim().split('\n').slice(-20));
  return output;
}

function checkVersion(cluster: Cluster, data: string): void {
  const made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const bki = readFileSync(join(cluster.place.native, 'share/postgresql/postgres.bki'), 'utf8').slice(0, 40);
  const ours = /PostgreSQL (\d+)/.exec(bki)?.[1];
  if (ours === undefined || made === ours) return;
  throw new Failure(
    `${data} was made by Postgres ${made}, this is ${ours}: see "Upgrading Postgres" in docs/operations.md`,
  );
}

function writeOwned(path: string, content: string, place: PostgresPlace): void {
  writeFileSync(path, content, { mode: 0o600 });
  giveTo(path, place.user);
}

/**
 * Ends a postmaster that outlived its supervisor, and takes away a postmaster.pid whose pid belongs to
 * something else by now (Postgres itself only compares the number). While any process still works in the folder, the
 * file stays: it is what keeps two servers from writing to one cluster. True when there was one to end.
 */
export async function endLeftoverPostgres(data: string, fast = (): boolean => false): Promise<boolean> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return false;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const identity = Number.isInteger(pid) && pid > 0 ? identify(pid) : undefined;
  if (identity === undefined) return false;
  if (!worksIn(pid, data)) {
    if (!processesIn(data)) rmSync(pidFile, { force: true });
    return false;
  }
  for (const [signal, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    signalProcess(identity, signal);
    for (const began = Date.now(); Date.now() - began < (fast() ? 2000 : patience);) {
      if (!isAlive(identity)) return true;
      await sleep(50);
    }
  }
  throw new Error(`a Postgres of an earlier run (pid ${pid}) does not end`);
}

/** Postgres processes have their data folder as working directory. */
function worksIn(pid: number, data: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
}

function processesIn(data: string): boolean {
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && worksIn(Number(name), data));
}
