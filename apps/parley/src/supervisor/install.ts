import { existsSync } from 'node:fs';

import { Failure } from '../bootstrap/failure.js';
import { dataDirAt, loadSecrets, readJson, type DataDir, type Secrets } from '../data-dir.js';
import { clusterAdminUrl, clusterUrl } from '../postgres/cluster.js';
import { redisUrl } from '../redis/redis.js';
import { childEnv } from '../settings-env.js';
import type { Settings, Shard } from '../settings.js';
import type { Ports } from './ports.js';

export const CLUSTERS = ['directory', 'shard-0', 'shard-1'] as const;

export function isDataPart(name: string): boolean {
  return name === 'redis' || CLUSTERS.some((cluster) => cluster === name);
}

/** One install: its settings, folder, secrets and ports; everything that an address is made of. */
export interface Install {
  settings: Settings;
  dir: DataDir;
  secrets: Secrets;
  ports: Ports;
}

/** The install as it last ran, for the commands that talk to a running one. */
export function openInstall(settings: Settings): Install {
  const dir = dataDirAt(settings.dataDir);
  if (!existsSync(dir.secrets)) throw new Failure(`Parley has never run in ${dir.root}. Start it with: ./parley up`);
  return { settings, dir, secrets: loadSecrets(dir), ports: (readJson(dir.ports) ?? {}) as Ports };
}

export function portOf(install: Install, name: string): number {
  const port = install.ports[name];
  if (port === undefined) throw new Error(`no port for ${name}`);
  return port;
}

export interface DataUrls {
  directoryUrl: string;
  shards: Shard[];
  redisUrl: string;
}

export function dataUrls(install: Install): DataUrls {
  const { databases, redisUrl: externalRedis } = install.settings.external;
  return {
    directoryUrl: databases?.directoryUrl ?? clusterUrl(portOf(install, 'directory'), install.secrets),
    shards: databases?.shards ?? embeddedShards(install, clusterUrl),
    redisUrl: externalRedis ?? redisUrl(portOf(install, 'redis'), install.secrets),
  };
}

/** Superuser addresses of the embedded clusters. */
export function adminUrls(install: Install): { directoryUrl: string; shards: Shard[] } | undefined {
  if (install.settings.external.databases !== undefined) return undefined;
  return {
    directoryUrl: clusterAdminUrl(portOf(install, 'directory'), install.secrets),
    shards: embeddedShards(install, clusterAdminUrl),
  };
}

function embeddedShards(install: Install, url: (port: number, secrets: Secrets) => string): Shard[] {
  return CLUSTERS.filter((name) => name !== 'directory').map((name) => ({
    name,
    url: url(portOf(install, name), install.secrets),
  }));
}

/** What every process of the server needs, databases included; the gateway role gets it without those. */
export function serverEnv(install: Install): Record<string, string> {
  const { settings, dir, secrets } = install;
  const urls = dataUrls(install);
  return childEnv({
    NODE_ENV: 'production',
    PARLEY_INSTALL_ID: secrets.installId,
    PARLEY_DATA_DIR: dir.root,
    PARLEY_HOST: settings.host,
    PARLEY_PORT: String(settings.port),
    PARLEY_PUBLIC_URL: settings.publicUrl,
    PARLEY_DIRECTORY_URL: urls.directoryUrl,
    PARLEY_SHARD_URLS: urls.shards.map(({ name, url }) => `${name}=${url}`).join(','),
    PARLEY_REDIS_URL: urls.redisUrl,
    PARLEY_RPC_SECRET: secrets.rpcSecret,
  });
}
