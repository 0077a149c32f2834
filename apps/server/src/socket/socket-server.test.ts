import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { AccessVerifier } from '../auth/access-token.js';
import { Clock } from '../platform/clock.js';
import type { Connection } from './connection.js';
import { Door } from './door.js';
import type { SocketDispatcher } from './dispatcher.js';
import { SocketServer } from './socket-server.js';

const ends: (() => void)[] = [];
afterEach(() => {
  ends.splice(0).forEach((end) => end());
  vi.useRealTimers();
});

/** A server whose routes are written when the test says so. */
type Serving = { sockets: SocketServer; opening: Promise<() => void>; port: number };
type Bounds = { acceptPerSecond?: number; strangersPerAddress?: number };
async function serving(
  dispatcher: Partial<SocketDispatcher> = {},
  { acceptPerSecond = 100, strangersPerAddress = 100 }: Bounds = {},
): Promise<Serving> {
  const http = createServer();
  let began: (route: () => void) => void = () => undefined;
  const opening = new Promise<() => void>((resolve) => (began = resolve));
  const door = new Door({ trustProxy: [], strangersPerAddress });
  const actor = { userId: '7', deviceId: 'd_of_seven' };
  const sockets = new SocketServer(
    http,
    dispatcher as SocketDispatcher,
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

test('of who broke the protocol nothing more is read, and soon they are gone', async () => {
  const { port } = await serving();
  // Unlike a client it goes on when the server has ended its half.
  const tcp = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  tcp.write(
    [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      'Host: parley',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`,
    ].join('\r\n'),
  );
  await new Promise((resolve) => tcp.once('data', resolve));
  const gone = new Promise<void>((resolve) => tcp.on('error', () => undefined).on('close', () => resolve()));
  const heard: Buffer[] = [];
  tcp.on('data', (data) => heard.push(data));
  // The beginning of a frame of a terabyte, and then whatever comes.
  tcp.write(Buffer.from([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const piece = Buffer.alloc(64 * 1_024);
  let taken = 0;
  const sayOn = (): void => {
    while (!tcp.destroyed && tcp.write(piece)) taken += piece.length;
  };
  tcp.on('drain', sayOn);
  sayOn();
  await gone;
  const told = Buffer.from([0x88, 0x02, 1_009 >> 8, 1_009 & 0xff]);
  expect(Buffer.concat(heard).includes(told)).toBe(true);
  // What the kernels hold of a connection is far less, what one could say in that second far more.
  expect(taken).toBeLessThan(64 * 1_024 * 1_024);
});

/** Comes from an address and goes; answers the status. */
const upgradesTo =
  (port: number) =>
  (localAddress: string): Promise<number> =>
    new Promise((resolve) => {
      const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
      const socket = new WebSocket(url, { localAddress });
      socket.on('open', () => socket.close());
      socket.on('close', () => resolve(101));
      socket.on('unexpected-response', (_request, { statusCode = 0 }) => resolve(statusCode));
    });

test('one address that takes all turns keeps nobody out who comes from elsewhere', async () => {
  const { port } = await serving({}, { acceptPerSecond: 40, strangersPerAddress: 10_000 });
  const upgrade = upgradesTo(port);
  const many = await Promise.all(Array.from({ length: 200 }, () => upgrade('127.0.0.2')));
  expect(many.filter((status) => status === 503).length).toBeGreaterThan(50);
  expect(await upgrade('127.0.0.3')).toBe(101);
});

test('who has to wait for their own doing takes no turn of those from elsewhere', async () => {
  // Six turns to begin with, and three a second from then on.
  const { port } = await serving({}, { acceptPerSecond: 3, strangersPerAddress: 4 });
  const upgrade = upgradesTo(port);
  expect(await upgrade('127.0.0.2')).toBe(101);
  // It did not sign in, which is all that its address may fail.
  await expect.poll(() => upgrade('127.0.0.2')).toBe(429);
  for (let count = 0; count < 20; count += 1) expect(await upgrade('127.0.0.2')).toBe(429);
  expect(await upgrade('127.0.0.1')).toBe(101);
});

/** A device that has signed in, and what the dispatcher is shown of what it writes. */
async function signedIn(
  hears: (connection: Connection) => void = () => undefined,
): Promise<{ socket: WebSocket; port: number; shown: string[]; until: (count: number) => Promise<void> }> {
  const shown: string[] = [];
  let told: () => void = () => undefined;
  const { opening, port } = await serving({
    refuseUnread: () => false,
    receiveText: (connection, packet) => {
      shown.push(packet);
      hears(connection);
      told();
      return true;
    },
  });
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  ends.push(() => socket.terminate());
  const ready = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      if (data.toString().startsWith('0'))
        socket.send(`40${JSON.stringify({ token: 't', deviceId: 'd_of_seven', protocol: [1, 1] })}`);
      if (data.toString().startsWith('42["ready"')) resolve();
    });
  });
  (await opening)();
  await ready;
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      told = () => shown.length >= count && resolve();
      told();
    });
  return { socket, port, shown, until };
}

test('an account that breaks the protocol is let in less often', async () => {
  const { socket, port } = await signedIn();
  const closed = new Promise((resolve) => socket.on('close', resolve));
  // As a text it is no UTF-8.
  (socket as unknown as { _socket: Socket })._socket.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xff]));
  await closed;
  const again = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  ends.push(() => again.terminate());
  const refused = await new Promise<string>((resolve) => {
    again.on('message', (data: Buffer) => {
      if (data.toString().startsWith('0'))
        again.send(`40${JSON.stringify({ token: 't', deviceId: 'd_of_seven', protocol: [1, 1] })}`);
      else resolve(data.toString());
    });
  });
  expect(refused).toContain('RATE_LIMITED');
});

test('an event is shown to the dispatcher once and in its order, however it is framed', async () => {
  const { socket, shown, until } = await signedIn();
  const packets = Array.from({ length: 12 }, (_, at) => `2${at}["heartbeat",{"n":"${at % 3 === 0 ? 'ü' : 'u'}"}]`);
  for (const [at, packet] of packets.entries()) {
    if (at % 4 === 3) {
      socket.send(`4${packet.slice(0, 5)}`, { fin: false });
      socket.send(packet.slice(5));
    } else socket.send(`4${packet}`);
    // By turns alone and together with the next.
    if (at % 2 === 0) await until(at + 1);
  }
  await until(packets.length);
  expect(shown).toEqual(packets);
});

test('an event that comes byte by byte is shown whole', async () => {
  const { socket, shown, until } = await signedIn();
  const tcp = (socket as unknown as { _socket: Socket })._socket;
  const payload = Buffer.from('423["heartbeat",{}]');
  for (const byte of [0x81, 0x80 | payload.length, 0, 0, 0, 0, ...payload]) {
    tcp.write(Buffer.from([byte]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(1);
  expect(shown).toEqual(['23["heartbeat",{}]']);
});

test('who answers pings that nobody sent is cut', async () => {
  const { socket } = await signedIn();
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  for (let count = 0; count < 200; count += 1) socket.send('3');
  await closed;
});

test('who says nothing is pinged by the server alone, and closed when it does not answer', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout', 'clearTimeout', 'performance'] });
  const { socket } = await signedIn();
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const ping = (): Promise<unknown> =>
    new Promise((resolve) => socket.on('message', (data: Buffer) => data.toString() === '2' && resolve(null)));
  for (let round = 0; round < 3; round += 1) {
    const pinged = ping();
    vi.advanceTimersByTime(35_000);
    await pinged;
    // Answered, and read, before time goes on.
    socket.send('3');
    await new Promise<void>((resolve) => {
      socket.once('pong', () => resolve());
      socket.ping();
    });
  }
  vi.advanceTimersByTime(49_000);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  vi.advanceTimersByTime(1_000);
  await closed;
});

test('who is not read for a while is read to the end afterwards', async () => {
  let paused = false;
  const { socket, shown, until } = await signedIn((connection) => {
    if (!paused) connection.holdOff(performance.now());
    paused = true;
  });
  const packets = Array.from({ length: 400 }, (_, at) => `2${at}["typing",{"n":"${'x'.repeat(10_000)}"}]`);
  for (const packet of packets.slice(0, 200)) socket.send(`4${packet}`);
  await until(1);
  for (const packet of packets.slice(200)) socket.send(`4${packet}`);
  await until(packets.length);
  expect(shown).toEqual(packets);
  socket.send('4299["typing",{}]');
  await until(packets.length + 1);
});
