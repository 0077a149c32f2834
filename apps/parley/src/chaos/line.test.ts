import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openLine, type Line } from './line.js';

describe('a line between two parts', () => {
  let server: Server;
  let line: Line;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    // Says everything back.
    server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    line = await openLine((server.address() as AddressInfo).port);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await line.close();
    server.close();
  });

  async function open(): Promise<{ socket: Socket; text: () => string }> {
    const socket = connect({ port: line.port, host: '127.0.0.1' });
    sockets.push(socket);
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return { socket, text: () => heard };
  }

  const soon = { timeout: 5_000, interval: 5 };

  it('lets everything pass', async () => {
    const { socket, text } = await open();
    socket.write('hello');
    await expect.poll(text, soon).toBe('hello');
  });

  it('stalls, and lets everything go on afterwards', async () => {
    const { socket, text } = await open();
    line.stall();
    const later = await open();
    socket.write('old');
    later.socket.write('new');
    await sleep(60);
    expect([text(), later.text()]).toEqual(['', '']);
    line.heal();
    await expect.poll(() => [text(), later.text()], soon).toEqual(['old', 'new']);
  });

  it('keeps the order of what it slows down, also when it is fast again', async () => {
    const { socket, text } = await open();
    line.slow(20, 40);
    let said = '';
    for (let n = 0; n < 30; n += 1) {
      if (n === 20) line.heal();
      said += `${n},`;
      socket.write(`${n},`);
      await sleep(2);
    }
    await expect.poll(text, soon).toBe(said);
  });

  it('swallows what is open for good, and lets new ones pass when it is healed', async () => {
    const { socket, text } = await open();
    line.swallow();
    socket.write('lost');
    await sleep(20);
    line.heal();
    socket.write('lost too');
    const later = await open();
    later.socket.write('hello');
    await expect.poll(later.text, soon).toBe('hello');
    expect(text()).toBe('');
  });

  it.each(['reset', 'cut'] as const)('ends what is open by %s', async (how) => {
    const { socket } = await open();
    socket.write('hello');
    await once(socket, 'data');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    line[how]();
    await closed;
    line.heal();
    const later = await open();
    later.socket.write('again');
    await expect.poll(later.text, soon).toBe('again');
  });

  it('does what is asked and lets nobody hear of it', async () => {
    const { socket, text } = await open();
    line.mute();
    socket.write('hello');
    await sleep(40);
    expect(text()).toBe('');
  });
});
