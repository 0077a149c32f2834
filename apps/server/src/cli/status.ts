import { statfs } from 'node:fs/promises';
import { JOBS } from '@parley/contract';
import { DEFAULT_POOL, Directory, Shard } from '@parley/db';
import type { DatabaseUrls } from '@parley/db';
import { Queue } from 'bullmq';
import { QUEUE_PREFIX } from '../platform/queues.js';
import type { DatabaseStatus, QueueStatus, StatusAnswer } from './index.js';
import type { Operator } from './operator.js';
import { lookAt } from './status.repo.js';

/** How the install is, for people and for `parley doctor`: what is down is told, the rest goes on. */
export async function status(operator: Operator): Promise<StatusAnswer> {
  const [databases, redis, disk] = await Promise.all([
    databaseStatus(operator.urls),
    redisStatus(operator),
    diskStatus(operator.config.dataDir),
  ]);
  // BullMQ waits for a Redis that is away for as long as it takes.
  const queues = redis.ok ? await queueStatus(operator) : [];
  return {
    ok: redis.ok && databases.every(({ ok }) => ok),
    databases,
    redis,
    queues,
    pendingOutbox: databases.reduce((sum, { outbox }) => sum + (outbox?.rows ?? 0), 0),
    clockSkewMs: spread(databases),
    disk,
    node: process.versions.node,
  };
}

/** Not through the router: it needs the directory, and this has something to say without it. */
async function databaseStatus({ directoryUrl, shards }: DatabaseUrls): Promise<DatabaseStatus[]> {
  const pool = { ...DEFAULT_POOL, size: 1, applicationName: 'parley-cli' };
  const map = { epochOf: () => 0 };
  const databases = [
    new Directory(directoryUrl, pool),
    ...shards.map(({ name, url }, id) => new Shard({ id, name, url, map, pool })),
  ];
  try {
    return await Promise.all(databases.map((database) => lookAt(database)));
  } finally {
    await Promise.all(databases.map((database) => database.close()));
  }
}

function spread(databases: readonly DatabaseStatus[]): number {
  const skews = databases.flatMap(({ clockSkewMs }) => clockSkewMs ?? []);
  return skews.length === 0 ? 0 : Math.max(...skews) - Math.min(...skews);
}

async function redisStatus(operator: Operator): Promise<StatusAnswer['redis']> {
  try {
    const info = await operator.redis().info('server');
    const version = /^(?:valkey|redis)_version:(\S+)/m.exec(info)?.[1];
    return { ok: true, ...(version === undefined ? {} : { version }) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

function queueStatus(operator: Operator): Promise<QueueStatus[]> {
  const names = [...new Set(Object.values(JOBS).map(({ queue }) => queue))];
  return Promise.all(names.map((name) => queueOf(operator, name)));
}

async function queueOf(operator: Operator, name: string): Promise<QueueStatus> {
  const connection = {
    url: operator.config.redis.url,
    maxRetriesPerRequest: 1,
    commandTimeout: 1_500,
    connectTimeout: 1_000,
  };
  const queue = new Queue(name, { connection, prefix: QUEUE_PREFIX });
  queue.on('error', () => undefined);
  try {
    const counts = await queue.getJobCounts('waiting', 'active', 'failed');
    const [oldest] = await queue.getJobs(['waiting'], 0, 0, true);
    const oldestMs = oldest === undefined ? 0 : Math.max(0, operator.clock.now() - oldest.timestamp);
    const { waiting = 0, active = 0, failed = 0 } = counts;
    return { name, waiting, active, failed, oldestMs };
  } finally {
    await queue.close().catch(() => undefined);
  }
}

async function diskStatus(path: string | null): Promise<StatusAnswer['disk']> {
  if (path === null) return null;
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return { path, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}
