import { Redis } from 'ioredis';
import type { Session } from '../../support/device.js';
import { type Server, type Shape, startServer } from '../../support/server.js';
import { TokenMaker } from '../../support/tokens.js';
import { until } from '../../support/wait.js';
import { copy, type Databases, drop, ownRedis, readTemplate, settingsOf } from './databases.js';

/** An install of one test file's own: databases, people, the running server. */
export type Realm = {
  databases: Databases;
  server: Server;
  /** The first gateway. */
  url: string;
  env: Record<string, string>;
  tokens: TokenMaker;
  /** Two people who share a direct conversation and whom no other test of the file has met. */
  pair: () => [Session, Session];
  close: () => Promise<void>;
};

export type RealmOptions = {
  gateways?: number;
  /** More settings of the server. */
  env?: Record<string, string>;
  /** Other ways to the databases, for the server alone. */
  through?: (databases: Databases) => Promise<Databases>;
};

/**
 * A gateway starts without waiting long for Redis, and what is pushed before it has its lease is pulled later, as its devices
 * are told. The tests' devices don't pull by themselves: they come when everything is there.
 */
async function reachable(redisUrl: string, gateways: number): Promise<void> {
  const redis = new Redis(redisUrl);
  await until('the gateways have their leases', async () => {
    return (await redis.keys('parley:gateway-lease:*')).length >= gateways;
  });
  await redis.quit();
}

export async function openRealm(shape: Shape, options: RealmOptions = {}): Promise<Realm> {
  const template = await readTemplate();
  const databases = await copy(template.databases);
  const seen = (await options.through?.(databases)) ?? databases;
  const redisUrl = await ownRedis();
  const env = {
    ...settingsOf(seen, redisUrl),
    PARLEY_LOG_LEVEL: 'warn',
    PARLEY_DRAIN_MS: '500',
    ...options.env,
  };
  const tokens = await TokenMaker.open(databases.directory);
  const server = await startServer(shape, env, { gateways: options.gateways ?? 1 });
  await reachable(redisUrl, server.urls.length);
  const people = template.sessions.map((session) => ({ ...session, token: tokens.make(session) }));
  const pair = (): [Session, Session] => {
    const [first, second] = people.splice(0, 2);
    if (first === undefined || second === undefined) throw new Error('no pair is left: put more into the template');
    return [first, second];
  };
  const close = async (): Promise<void> => {
    await server.stop();
    await drop(databases);
  };
  return { databases, server, url: server.urls[0], env, tokens, pair, close };
}
