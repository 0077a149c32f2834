import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Session } from '../../support/device.js';

/** Addresses of the directory and of the two shards. */
export type Databases = { directory: string; shards: string[] };

/** What the test run made once: databases that are migrated, and such with people in them, who are signed in. */
export type Template = { bare: Databases; databases: Databases; sessions: Session[] };

export async function readTemplate(): Promise<Template> {
  return JSON.parse(await readFile(required('PARLEY_TEST_TEMPLATE'), 'utf8')) as Template;
}

export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run these tests with ./parley test`);
  return value;
}

function withPath(url: string, path: string): string {
  const target = new URL(url);
  target.pathname = `/${path}`;
  return target.href;
}

/** Databases of this name on the servers that the test run provides. */
export function named(name: string): Databases {
  return {
    directory: withPath(required('PARLEY_TEST_DIRECTORY_URL'), `${name}_directory`),
    shards: required('PARLEY_TEST_SHARD_URLS')
      .split(',')
      .map((url, id) => withPath(url, `${name}_shard_${id}`)),
  };
}

/** The settings that name them, and Redis. */
export function settingsOf(databases: Databases, redisUrl: string): Record<string, string> {
  return {
    PARLEY_DIRECTORY_URL: databases.directory,
    PARLEY_SHARD_URLS: databases.shards.map((url, id) => `shard-${id}=${url}`).join(','),
    PARLEY_REDIS_URL: redisUrl,
  };
}

async function onServers(databases: Databases, statement: (name: string, index: number) => string): Promise<void> {
  const run = async (url: string, index: number): Promise<void> => {
    const client = new pg.Client({ connectionString: withPath(url, 'postgres') });
    await client.connect();
    try {
      await client.query(statement(pg.escapeIdentifier(new URL(url).pathname.slice(1)), index));
    } finally {
      await client.end();
    }
  };
  await Promise.all([databases.directory, ...databases.shards].map(run));
}

export async function copy(of: Databases): Promise<Databases> {
  const databases = named(`parley_test_${randomBytes(6).toString('hex')}`);
  const templates = [of.directory, ...of.shards].map((url) => pg.escapeIdentifier(new URL(url).pathname.slice(1)));
  // The files as they are: through the log, which is the default, costs more than twice the time of a core.
  const from = (index: number): string => `template ${templates[index] ?? ''} strategy file_copy`;
  await onServers(databases, (name, index) => `create database ${name} ${from(index)}`);
  return databases;
}

/** Whoever is still connected is put out. */
export async function drop(databases: Databases): Promise<void> {
  await onServers(databases, (name) => `drop database if exists ${name} with (force)`);
}

let installs = 0;

/**
 * The files that run at the same time have a Redis server each, since its channels know no databases; the installs of
 * one file take turns with the databases, emptied.
 */
export async function ownRedis(): Promise<string> {
  const servers = required('PARLEY_TEST_REDIS_URLS').split(',');
  const server = servers[(Number(required('VITEST_POOL_ID')) - 1) % servers.length] ?? '';
  installs += 1;
  const url = withPath(server, String(installs % 16));
  const redis = new Redis(url);
  await redis.flushdb();
  await redis.quit();
  return url;
}
