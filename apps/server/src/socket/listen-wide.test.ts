import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { listenWide } from './listen-wide.js';

const HOST = '127.0.0.1';
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

async function listening(port = 0) {
  const http = createServer((_req, res) => res.end('here'));
  const close = await listenWide(http, { host: HOST, port, reusePort: false });
  ends.push(() => {
    close();
    http.closeAllConnections();
  });
  return { http, close, port: (http.address() as AddressInfo).port };
}

test('of many who wait several are taken in a turn: whoever comes after them does not wait for each of them', async () => {
  const { http, port } = await listening();
  let taken = 0;
  http.on('connection', () => (taken += 1));
  const sockets = Array.from({ length: 256 }, () => connect(port, HOST));
  ends.push(() => sockets.forEach((socket) => socket.destroy()));
  let turns = 0;
  for (; taken < sockets.length; turns += 1) await turn();
  // One in a turn would be 256; the kernel spreads them by chance.
  expect(turns).toBeLessThan(128);
});

test('every socket answers, and none does when they are closed', async () => {
  const { port, close } = await listening();
  const ask = async (): Promise<string> =>
    (await fetch(`http://${HOST}:${port}/`, { headers: { connection: 'close' } })).text();
  expect(new Set(await Promise.all(Array.from({ length: 64 }, ask)))).toEqual(new Set(['here']));
  close();
  const refused = await Promise.allSettled(Array.from({ length: 64 }, ask));
  expect(refused.every(({ status }) => status === 'rejected')).toBe(true);
});

test('a port that another install has is taken, though its sockets would share it', async () => {
  const { port } = await listening();
  await expect(listening(port)).rejects.toThrow(`PARLEY_PORT: port ${port} on ${HOST} is taken`);
});
