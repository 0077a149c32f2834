import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import { mintSessions, serverCli } from '../../support/cli.js';
import type { Session } from '../../support/device.js';
import { type Server, type Shape, startServer } from '../../support/server.js';
import { TokenMaker } from '../../support/tokens.js';

/** Addresses of the directory and of the two shards. */
export type Databases = { directory: string; shards: string[] };

/** An install of one test file's own: databases, people, the running server. */
export type Realm = {
  databases: Databases;
  server: Server;
  /** The first gateway. */
  url: string;
  env: Record<string, string>;
  tokens: TokenMaker;
  /** Two people who share a direct conversation and whom no other test has met. */
  pair: () => [Session, Session];
  close: () => Promise<void>;
};

export type RealmOptions = { gateways?: number; pairs?: number; env?: Record<string, string> };

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run these tests with ./parley test`);
  return value;
}

function named(url: string, name: string): string {
  const target = new URL(url);
  target.pathname = `/${name}`;
  return target.href;
}

/** Redis has 16 databases; a test file takes one at random and empties it. Channels are shared, and carry boot ids. */
async function ownRedis(): Promise<string> {
  const url = named(required('PARLEY_TEST_REDIS_URL'), String(1 + ((randomBytes(1)[0] ?? 0) % 15)));
  const redis = new Redis(url);
  await redis.flushdb();
  await redis.quit();
  return url;
}

async function drop(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: named(url, 'postgres') });
  await client.connect();
  await client.query(`drop database if exists ${pg.escapeIdentifier(new URL(url).pathname.slice(1))} with (force)`);
  await client.end();
}

function ownDatabases(): Databases {
  const name = `parley_test_${randomBytes(6).toString('hex')}`;
  return {
    directory: named(required('PARLEY_TEST_DIRECTORY_URL'), `${name}_directory`),
    shards: required('PARLEY_TEST_SHARD_URLS')
      .split(',')
      .map((url, id) => named(url, `${name}_shard_${id}`)),
  };
}

export async function openRealm(shape: Shape, options: RealmOptions = {}): Promise<Realm> {
  const { gateways = 1, pairs = 20 } = options;
  const databases = ownDatabases();
  const env = {
    PARLEY_DIRECTORY_URL: databases.directory,
    PARLEY_SHARD_URLS: databases.shards.map((url, id) => `shard-${id}=${url}`).join(','),
    PARLEY_REDIS_URL: await ownRedis(),
    PARLEY_LOG_LEVEL: 'warn',
    PARLEY_DRAIN_MS: '500',
    ...options.env,
  };
  await serverCli(env, ['migrate']);
  const sessions = await mintSessions(env, pairs * 2);
  const server = await startServer(shape, env, { gateways });
  const tokens = await TokenMaker.open(databases.directory);
  const pair = (): [Session, Session] => {
    const [first, second] = sessions.splice(0, 2);
    if (first === undefined || second === undefined) throw new Error('no pair is left: open the realm with more');
    return [first, second];
  };
  const close = async (): Promise<void> => {
    await server.stop();
    for (const url of [databases.directory, ...databases.shards]) await drop(url);
  };
  return { databases, server, url: server.urls[0], env, tokens, pair, close };
}
