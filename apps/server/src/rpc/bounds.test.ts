import { once } from 'node:events';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParleyError } from '@parley/contract';
import { afterEach, expect, it } from 'vitest';
import { Logger } from '../platform/logger.js';
import { encodeFrame } from './frames.js';
import type { LogicPort } from './logic.port.js';
import { LogicLink } from './remote-logic.js';
import { RpcServer } from './rpc-server.js';

const MIB = 1024 * 1024;
const SECRET = 'x'.repeat(32);
const logger = new Logger('silent');
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

it('a logic process that does not read is told nothing more: BUSY at once, in bounded memory', async () => {
  const deaf = http2.createServer();
  deaf.on('session', (session) => ends.push(() => session.destroy()));
  deaf.on('stream', (stream) => {
    stream.respond({ ':status': 200 });
    stream.on('error', () => undefined);
  });
  deaf.listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  const link = new LogicLink(`http://127.0.0.1:${(deaf.address() as AddressInfo).port}`, SECRET, logger);
  ends.push(
    () => link.close(),
    () => deaf.close(),
  );
  while (!link.up) await sleep(10);
  const codes: string[] = [];
  for (let round = 0; round < 80; round += 1) {
    link.call('send', { text: 'x'.repeat(MIB) }).catch((error: ParleyError) => codes.push(error.code));
    await sleep(0);
  }
  await sleep(0);
  expect(codes.length).toBeGreaterThan(40);
  expect(new Set(codes)).toEqual(new Set(['BUSY']));
});

it('a gateway that does not read its answers gets no more work done: BUSY, and logic is not asked', async () => {
  let asked = 0;
  const page = 'x'.repeat(4 * MIB);
  const logic = {
    pull: async () => {
      asked += 1;
      return page;
    },
  } as unknown as LogicPort;
  const probe = http2.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const server = new RpcServer(logic, { host: '127.0.0.1', port, secret: SECRET }, logger);
  await server.listen();
  const session = http2.connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  ends.push(
    () => session.destroy(),
    () => server.close(),
  );
  const stream = session.request(
    { ':method': 'POST', ':path': '/rpc', authorization: `Bearer ${SECRET}` },
    { endStream: false },
  );
  stream.on('error', () => undefined);
  await once(stream, 'response');
  for (let id = 1; id <= 60; id += 1) {
    stream.write(encodeFrame([[id, 'pull', {}]]));
    await sleep(5);
  }
  expect(asked).toBeGreaterThan(10);
  expect(asked).toBeLessThan(30);
});
