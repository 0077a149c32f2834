import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { dropDatabase, migrate, type DatabaseUrls } from '@parley/db';

import { createDataDir, dataDirAt, loadSecrets } from '../data-dir.js';
import { clusterAdminUrl, clusterPart } from '../postgres/cluster.js';
import { findPlace } from '../postgres/place.js';
import { readSettings } from '../settings.js';
import { allotPorts } from '../supervisor/ports.js';
import { withInterrupt } from './support/interrupt.js';

type Server = { name: string; url: string; stop(): Promise<void> };

const START_MS = 30_000;

/**
 * Migrated databases of the floor's own: on the servers that the settings name (with a role that may create databases, on
 * this machine), else on two clusters that live as long as the run, set up as `./parley up` does.
 */
export function withFloorDatabases<T>(work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  return withInterrupt((interrupted) => withServers((urls) => Promise.race([work(urls), interrupted])));
}

async function withServers<T>(work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const { databases } = readSettings().external;
  if (databases !== undefined) return withFresh(databases, work);
  const scratch = mkdtempSync(join(tmpdir(), 'parley-floor-'));
  const servers: Server[] = [];
  try {
    for (const name of ['shard-0', 'shard-1']) servers.push(await startCluster(scratch, name));
    const [first] = servers;
    return await withFresh({ directoryUrl: first?.url ?? '', shards: servers }, work);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function withFresh<T>(servers: DatabaseUrls, work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const named = (url: string, database: string): string => {
    const target = new URL(url);
    target.pathname = `/parley_floor_${process.pid}_${database}`;
    return target.href;
  };
  const urls = {
    directoryUrl: named(servers.directoryUrl, 'directory'),
    shards: servers.shards.map(({ name, url }) => ({ name, url: named(url, name) })),
  };
  await migrate(urls);
  try {
    return await work(urls);
  } finally {
    for (const url of [urls.directoryUrl, ...urls.shards.map((shard) => shard.url)]) await dropDatabase(url);
  }
}

async function startCluster(scratch: string, name: string): Promise<Server> {
  const dir = dataDirAt(scratch);
  createDataDir(dir);
  const secrets = loadSecrets(dir);
  const port = (await allotPorts(dir.ports, [name]))[name] ?? 0;
  const part = clusterPart({ name, port, place: findPlace(dir), secrets });
  const launch = await part.prepare();
  const { file, args, env, cwd = '/', uid, gid } = launch;
  const user = uid === undefined || gid === undefined ? {} : { uid, gid };
  const child = spawn(file, args, { env, cwd, stdio: 'ignore', ...user });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await gone;
  };
  try {
    await untilReady(child, part.ready);
  } catch (error) {
    await stop();
    throw error;
  }
  return { name, url: clusterAdminUrl(port, secrets), stop };
}

async function untilReady(child: ChildProcess, ready: () => Promise<boolean>): Promise<void> {
  for (const began = Date.now(); Date.now() - began < START_MS; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`Postgres ended with code ${child.exitCode}`);
    if (await ready()) return;
  }
  throw new Error('Postgres is not ready in time');
}
