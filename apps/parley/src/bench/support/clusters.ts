import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { createDataDir, dataDirAt, loadSecrets } from '../../data-dir.js';
import { clusterAdminUrl, clusterPart, clusterUrl } from '../../postgres/cluster.js';
import { findPlace } from '../../postgres/place.js';
import { allotPorts } from '../../supervisor/ports.js';

/** A Postgres that lives as long as a bench, set up as `./parley up` does. */
export interface OwnCluster {
  name: string;
  pid: number;
  url: string;
  /** As the superuser, in the database `postgres`. */
  adminUrl: string;
  stop: () => Promise<void>;
  /** Ends it without a word, its backends after it. */
  crash: () => Promise<void>;
}

interface ClusterPlan {
  name: string;
  /** On top of the settings that an install has, as name=value. */
  settings?: readonly string[];
}

const START_MS = 30_000;

/** Several of them share one folder. */
export async function startCluster(scratch: string, { name, settings = [] }: ClusterPlan): Promise<OwnCluster> {
  const dir = dataDirAt(scratch);
  createDataDir(dir);
  const secrets = loadSecrets(dir);
  const port = (await allotPorts(dir.ports, [name]))[name] ?? 0;
  const part = clusterPart({ name, port, place: findPlace(dir), secrets });
  const launch = await part.prepare();
  const { file, args, env, cwd = '/', uid, gid } = launch;
  const user = uid === undefined || gid === undefined ? {} : { uid, gid };
  const given = settings.flatMap((setting) => ['-c', setting]);
  const child = spawn(file, [...args, ...given], { env, cwd, stdio: 'ignore', ...user });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = (signal: NodeJS.Signals) => async (): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  const stop = end('SIGINT');
  try {
    await untilReady(child, part.ready);
  } catch (error) {
    await stop();
    throw error;
  }
  const urls = { url: clusterUrl(port, secrets), adminUrl: clusterAdminUrl(port, secrets) };
  return { name, pid: child.pid ?? 0, ...urls, stop, crash: end('SIGKILL') };
}

async function untilReady(child: ChildProcess, ready: () => Promise<boolean>): Promise<void> {
  for (const began = Date.now(); Date.now() - began < START_MS; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`Postgres ended with code ${child.exitCode}`);
    if (await ready()) return;
  }
  throw new Error('Postgres is not ready in time');
}
