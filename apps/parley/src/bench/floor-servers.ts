import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { dropDatabase, migrate, type DatabaseUrls } from '@parley/db';

import { readSettings } from '../settings.js';
import { startCluster, type OwnCluster } from './support/clusters.js';
import { withInterrupt } from './support/interrupt.js';

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
  const clusters: OwnCluster[] = [];
  try {
    for (const name of ['shard-0', 'shard-1']) clusters.push(await startCluster(scratch, { name }));
    // The floor's databases are of names of its own, which only the superuser may make.
    const servers = clusters.map(({ name, adminUrl: url }) => ({ name, url }));
    return await withFresh({ directoryUrl: servers[0]?.url ?? '', shards: servers }, work);
  } finally {
    await Promise.all(clusters.map((cluster) => cluster.stop()));
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
