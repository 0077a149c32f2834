import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { AccessVerifier } from '../auth/access-token.js';
import { Clock } from '../platform/clock.js';
import { Door } from './door.js';
import type { SocketDispatcher } from './dispatcher.js';
import { SocketServer } from './socket-server.js';

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** A server whose routes are written when the test says so. */
async function serving({ acceptPerSecond = 100, strangersPerAddress = 100 } = {}): Promise<{
  sockets: SocketServer;
  opening: Promise<() => void>;
  port: number;
}> {
  const http = createServer();
  let began: (route: () => void) => void = () => undefined;
  const opening = new Promise<() => void>((resolve) => (began = resolve));
  const door = new Door({ trustProxy: [], strangersPerAddress });
  const actor = { userId: '7', deviceId: 'd_of_seven' };
  const sockets = new SocketServer(
    http,
    {} as SocketDispatcher,
    {
      verifier: () => ({ verify: () => ({ actor }) }) as unknown as AccessVerifier,
      isRevoked: () => null,
      opened: () => new Promise((resolve) => began(resolve)),
      closed: () => undefined,
    },
    { maxQueuedBytes: 1_000_000, acceptPerSecond, socketsPerAccount: 10, door, clock: new Clock() },
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    sockets.close();
    http.close();
  });
  return { sockets, opening, port: (http.address() as AddressInfo).port };
}

test('who comes in while all are told to go is told as well', async () => {
  const { sockets, opening, port } = await serving();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  const told: string[] = [];
  const both = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const packet = data.toString();
      if (packet.startsWith('0'))
        socket.send(`40${JSON.stringify({ token: 't', deviceId: 'd_of_seven', protocol: [1, 1] })}`);
      if (packet.startsWith('42')) told.push((JSON.parse(packet.slice(2)) as [string])[0]);
      if (told.length === 2) resolve();
    });
  });
  const routed = await opening;
  sockets.startDrain([], 5_000);
  routed();
  await both;
  expect(told).toEqual(['ready', 'drain']);
  socket.close();
});

test('a message in ever more pieces ends its connection', async () => {
  const { port } = await serving();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  const code = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise<void>((resolve) => socket.on('open', () => resolve()));
  for (let count = 0; count < 2_000; count += 1) socket.send('x', { fin: false });
  expect(await code).toBe(1008);
});

test('who has to wait for their own doing takes no turn of those from elsewhere', async () => {
  // Six turns to begin with, and three a second from then on.
  const { port } = await serving({ acceptPerSecond: 3, strangersPerAddress: 4 });
  const upgrade = (localAddress: string): Promise<number> =>
    new Promise((resolve) => {
      const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
      const socket = new WebSocket(url, { localAddress });
      socket.on('open', () => socket.close());
      socket.on('close', () => resolve(101));
      socket.on('unexpected-response', (_request, { statusCode = 0 }) => resolve(statusCode));
    });
  expect(await upgrade('127.0.0.2')).toBe(101);
  // It did not sign in, which is all that its address may fail.
  await expect.poll(() => upgrade('127.0.0.2')).toBe(429);
  for (let count = 0; count < 20; count += 1) expect(await upgrade('127.0.0.2')).toBe(429);
  expect(await upgrade('127.0.0.1')).toBe(101);
});
