import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';

/** What the bench asks of a bare server; each is answered with a number. */
export type Asked = 'port' | 'cpu' | 'memory' | 'broadcast';
export type Question = { id: number; ask: Asked };
export type Reply = { id: number; value: number };

const TEXT = 'x'.repeat(256);

/** The least that a server of each kind can be: what Parley is held against. */
async function serve(kind: string): Promise<void> {
  const http = createServer();
  let broadcast = (): void => undefined;
  if (kind === 'ws') {
    const echo = new WebSocketServer({ server: http, perMessageDeflate: false });
    echo.on('connection', (socket) =>
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })),
    );
  } else {
    const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
    broadcast = () => void io.emit('event', { text: TEXT });
  }
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const port = (http.address() as AddressInfo).port;
  process.once('disconnect', () => process.exit(0));
  process.on('message', ({ id, ask }: Question) => {
    void answer(ask, { port, broadcast }).then((value) => {
      const reply: Reply = { id, value };
      process.send?.(reply);
    });
  });
}

async function answer(ask: Asked, { port, broadcast }: { port: number; broadcast: () => void }): Promise<number> {
  if (ask === 'port') return port;
  if (ask === 'memory') return memoryInUse();
  if (ask === 'broadcast') broadcast();
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** As `bench idle` reads that of a gateway. */
async function memoryInUse(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await sleep(500);
  }
  return process.memoryUsage.rss();
}

await serve(process.argv[2] ?? '');
