import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { query } from '../../support/query.js';
import { required } from '../support/databases.js';

type Person = { token: string; conversationId: string };
type Message = { id: number; text: string; clientOffset: string };
type Answer = { ok: boolean; id?: number; messages?: Message[] };

const folder = fileURLToPath(new URL('../../load/naive/', import.meta.url));
const admin = required('PARLEY_TEST_SHARD_URLS').split(',')[0] ?? '';
const database = `naive_${process.pid}`;
const url = new URL(admin);
url.pathname = `/${database}`;

let server: ChildProcess;
let port: number;
let people: Person[];

function start(script: string, args: string[] = []): ChildProcess {
  const env = { ...process.env, DATABASE_URL: url.href, PORT: String(port) };
  return spawn(process.execPath, ['--experimental-strip-types', join(folder, script), ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function freePort(): Promise<number> {
  const one = createServer().listen(0, '127.0.0.1');
  await once(one, 'listening');
  const { port } = one.address() as AddressInfo;
  one.close();
  return port;
}

beforeAll(async () => {
  await query(admin, `create database ${database}`);
  port = await freePort();
  const scratch = await mkdtemp(join(tmpdir(), 'naive-'));
  const file = join(scratch, 'people');
  const [code] = (await once(start('seed.ts', ['4', 'pairs', file]), 'exit')) as [number];
  expect(code).toBe(0);
  people = (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Person);
  await rm(scratch, { recursive: true });
  server = start('server.ts');
});

afterAll(async () => {
  const gone = once(server, 'exit');
  server.kill();
  await gone;
  await query(admin, `drop database if exists ${database} with (force)`);
});

async function connect(at: number, serverOffset?: number): Promise<{ socket: Socket; got: Message[] }> {
  const auth = { token: people[at]?.token, serverOffset };
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], auth, forceNew: true });
  const got: Message[] = [];
  socket.on('message', (message: Message) => got.push(message));
  await new Promise((resolve) => socket.once('ready', resolve));
  return { socket, got };
}

const send = (socket: Socket, at: number, said: { clientOffset: string; text: string }): Promise<Answer> =>
  socket.emitWithAck('send', { conversationId: Number(people[at]?.conversationId), ...said }) as Promise<Answer>;

it('stores a message once, pushes it to the others, gives it to who comes back, and shows it in the history', async () => {
  const [ann, bob, eve] = [await connect(0), await connect(1), await connect(2)];
  const first = await send(ann.socket, 0, { clientOffset: 'a', text: 'hello' });
  expect(first).toEqual({ ok: true, id: expect.any(Number) as number });
  await expect.poll(() => bob.got).toMatchObject([{ id: first.id, text: 'hello', clientOffset: 'a' }]);

  expect(await send(ann.socket, 0, { clientOffset: 'a', text: 'hello' })).toEqual(first);

  bob.socket.disconnect();
  const second = await send(ann.socket, 0, { clientOffset: 'b', text: 'are you there?' });
  const back = await connect(1, first.id);
  await expect.poll(() => back.got).toMatchObject([{ id: second.id, text: 'are you there?' }]);

  const asked = { conversationId: Number(people[1]?.conversationId), after: 0 };
  const history = (await back.socket.emitWithAck('history', asked)) as Answer;
  expect(history.messages?.map(({ text }) => text)).toEqual(['hello', 'are you there?']);
  expect(bob.got).toHaveLength(1);
  expect(ann.got).toEqual([]);

  // Who is not in the conversation neither says nor hears anything there.
  expect(await send(eve.socket, 0, { clientOffset: 'c', text: 'me too' })).toMatchObject({ ok: false });
  expect(eve.got).toEqual([]);
  for (const { socket } of [ann, back, eve]) socket.disconnect();
});
