import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { expect, it } from 'vitest';

import { parseSettings } from '../settings.js';
import { missingRedis } from './external-redis.js';

it('a Redis of their own that is away is told with the setting, the address and the effect, without its password', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const settings = parseSettings({ PARLEY_REDIS_URL: `redis://:secret@127.0.0.1:${port}/3` });
  expect(await missingRedis(settings)).toBeUndefined();
  server.close();
  await once(server, 'close');
  const line = await missingRedis(settings);
  expect(line).toMatch(new RegExp(`^PARLEY_REDIS_URL: nothing answers at 127\\.0\\.0\\.1:${port}\\. .*stored`));
  expect(line).not.toContain('secret');
});

it('of the embedded one nothing is said', async () => {
  expect(await missingRedis(parseSettings({}))).toBeUndefined();
});
