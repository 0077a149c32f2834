import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { WebSocket } from 'ws';

import type { Asked, Question, Reply } from './floor-bare-server.js';
import { read, type Floor } from './floor-database.js';
import { Bare } from './floor-report.js';
import { openAll } from './support/connect.js';

const BATCH = 50;
const TEXT = 'x'.repeat(256);

export async function measureBare(floor: Floor, seconds: number): Promise<Bare> {
  const insert = await inserts(floor, seconds);
  const echo = await withServer('ws', (server) => echoes(server, seconds));
  const { broadcast, connection } = await withServer('socket.io', (server) => broadcasts(server, seconds));
  return Bare.parse({ insert, echo, broadcast, connection });
}

async function inserts(floor: Floor, seconds: number): Promise<Bare['insert']> {
  const [shard] = floor.router.shards;
  if (shard === undefined) throw new Error('the floor has no shard');
  await shard.pool.query(
    'create table bare_message (id bigint primary key, sender_id bigint, sent_at timestamptz default now(), text text)',
  );
  const before = await read(floor);
  const ends = performance.now() + seconds * 1_000;
  let stored = 0;
  const began = performance.now();
  while (performance.now() < ends) {
    const ids = Array.from({ length: BATCH }, (_, at) => stored + at);
    const texts = ids.map(() => TEXT);
    await shard.pool.query({
      name: 'bare',
      text: 'insert into bare_message (id, sender_id, text) select * from unnest($1::bigint[], $2::bigint[], $3::text[])',
      values: [ids, ids, texts],
    });
    stored += BATCH;
  }
  const took = (performance.now() - began) / 1_000;
  const after = await read(floor);
  const postgres = after.backends + after.helpers - before.backends - before.helpers;
  return {
    perSecond: Math.round(stored / took),
    postgresMicros: per(postgres, stored),
    clientMicros: per(after.client - before.client, stored),
  };
}

const ECHO_SOCKETS = 32;
const ECHO_IN_FLIGHT = 16;

async function echoes(server: BareServer, seconds: number): Promise<Bare['echo']> {
  const sockets = await openSockets(`ws://127.0.0.1:${await server.ask('port')}`, ECHO_SOCKETS);
  let echoed = 0;
  let over = false;
  for (const socket of sockets) {
    socket.on('message', () => {
      echoed += 1;
      if (!over) socket.send(TEXT);
    });
  }
  const before = await server.ask('cpu');
  for (const socket of sockets) for (let n = 0; n < ECHO_IN_FLIGHT; n += 1) socket.send(TEXT);
  await sleep(seconds * 1_000);
  const counted = echoed;
  const cpu = (await server.ask('cpu')) - before;
  over = true;
  for (const socket of sockets) socket.terminate();
  return { perSecond: Math.round(counted / seconds), serverMicros: per(cpu, counted) };
}

const LISTENERS = 1_000;
/** More of them, for what one takes while it does nothing. */
const IDLE = 4_000;
/** Broadcasts that are on their way: the next one leaves when all have the oldest. */
const ON_THEIR_WAY = 4;

async function broadcasts(server: BareServer, seconds: number): Promise<Pick<Bare, 'broadcast' | 'connection'>> {
  const url = `ws://127.0.0.1:${await server.ask('port')}/socket.io/?EIO=4&transport=websocket`;
  const sockets = await openSockets(url, LISTENERS);
  await joinAll(sockets);
  // What the first ones cost is the library itself, too.
  const before = await server.ask('memory');
  const idle = await openSockets(url, IDLE);
  await joinAll(idle);
  const full = await server.ask('memory');
  for (const socket of idle) socket.terminate();
  let received = 0;
  let over = false;
  for (const socket of sockets) {
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1', 0, 2);
      if (text === '2') socket.send('3');
      if (text !== '42') return;
      received += 1;
      if (!over && received % LISTENERS === 0) void server.ask('broadcast');
    });
  }
  const cpuBefore = await server.ask('cpu');
  for (let n = 0; n < ON_THEIR_WAY; n += 1) void server.ask('broadcast');
  await sleep(seconds * 1_000);
  const counted = received;
  const cpu = (await server.ask('cpu')) - cpuBefore;
  over = true;
  for (const socket of sockets) socket.terminate();
  return {
    broadcast: { deliveriesPerSecond: Math.round(counted / seconds), serverMicros: per(cpu, counted) },
    connection: { bytes: Math.round((full - before) / IDLE) },
  };
}

async function openSockets(url: string, count: number): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  await openAll(
    Array.from({ length: count }, (_, number) => number),
    async () => {
      const socket = new WebSocket(url, { perMessageDeflate: false });
      sockets.push(socket);
      await new Promise<void>((resolve, reject) => {
        socket.once('open', () => resolve());
        socket.once('error', reject);
      });
    },
  );
  return sockets;
}

/** Socket.IO's own handshake, on top of the connection. */
async function joinAll(sockets: readonly WebSocket[]): Promise<void> {
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          const joined = (data: Buffer): void => {
            if (!data.toString('latin1').startsWith('40')) return;
            socket.off('message', joined);
            resolve();
          };
          socket.on('message', joined);
          socket.send('40');
        }),
    ),
  );
}

interface BareServer {
  ask: (ask: Asked) => Promise<number>;
}

async function withServer<T>(kind: 'ws' | 'socket.io', work: (server: BareServer) => Promise<T>): Promise<T> {
  const child = fork(fileURLToPath(new URL('floor-bare-server.js', import.meta.url)), [kind], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  try {
    return await work(serverOf(child));
  } finally {
    child.kill('SIGKILL');
  }
}

function serverOf(child: ChildProcess): BareServer {
  const waiting = new Map<number, PromiseWithResolvers<number>>();
  let last = 0;
  child.on('message', ({ id, value }: Reply) => {
    waiting.get(id)?.resolve(value);
    waiting.delete(id);
  });
  child.once('exit', () => {
    for (const one of waiting.values()) one.reject(new Error('the bare server ended'));
  });
  return {
    ask: (ask) => {
      last += 1;
      const question: Question = { id: last, ask };
      const answer = Promise.withResolvers<number>();
      // A broadcast that the end overtakes is waited for by nobody.
      answer.promise.catch(() => undefined);
      waiting.set(last, answer);
      child.send(question);
      return answer.promise;
    },
  };
}

function per(micros: number, count: number): number {
  return count === 0 ? 0 : Number((micros / count).toFixed(1));
}
