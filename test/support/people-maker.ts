import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { openPeopleMaker } from '@parley/server/testing';

type Person = { login: string; name: string; password: string };

/** The databases of a running install, as its folder knows them. */
export function databasesOf(dataDir: string): Record<string, string> {
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(dataDir, file), 'utf8'));
  const secrets = read('secrets.json') as { postgresPassword: string; redisPassword: string };
  const ports = read('ports.json') as Record<string, number>;
  const url = (name: string): string =>
    `postgres://parley:${secrets.postgresPassword}@127.0.0.1:${ports[name] ?? 0}/parley`;
  return {
    PARLEY_DIRECTORY_URL: url('directory'),
    PARLEY_SHARD_URLS: ['shard-0', 'shard-1'].map((name) => `${name}=${url(name)}`).join(','),
    PARLEY_REDIS_URL: `redis://:${secrets.redisPassword}@127.0.0.1:${ports['redis'] ?? 0}/0`,
  };
}

/**
 * Adds a person for each POST. `./parley user add` has tests of its own: for the hundred people of the others it would
 * be the start of two processes each, a good part of the whole tier.
 */
export async function servePeople(dataDir: string): Promise<{ url: string; close: () => Promise<void> }> {
  const maker = await openPeopleMaker(databasesOf(dataDir));
  const server = createServer((request, response) => {
    void (async () => {
      try {
        await maker.add({ ...((await json(request)) as Person), role: 'member' });
        response.writeHead(204).end();
      } catch (error) {
        response.writeHead(500).end(String(error));
      }
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await maker.close();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
