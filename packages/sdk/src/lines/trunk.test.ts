import { PROTOCOL } from '@parley/contract';
import { beforeEach, expect, test } from 'vitest';
import type { SocketHandlers } from '../ports.js';
import { Trunk } from './trunk.js';

const auth = { token: 't', deviceId: 'd', protocol: [PROTOCOL.min, PROTOCOL.max] as [number, number] };

let now: number;
let wire: SocketHandlers;
let answer: (answer: unknown) => void;
let told: [event: string, payload: unknown][];
let trunk: Trunk;

beforeEach(() => {
  now = 1_000;
  told = [];
  trunk = new Trunk({
    connect: (_auth, handlers) => {
      wire = handlers;
      return { emit: (_event, _payload, ack) => (answer = ack), close: () => undefined };
    },
    clock: { now: () => now, setTimeout: () => () => undefined },
    tellFar: () => undefined,
  });
  trunk.open('one', { auth, isFar: false, handlers: { message: () => undefined, closed: () => undefined } });
  wire.message('ready', { serverTime: 50_000, features: ['status'] });
});

async function openTwo(): Promise<void> {
  const handlers = {
    message: (event: string, payload: unknown) => void told.push([event, payload]),
    closed: () => undefined,
  };
  trunk.open('two', { auth, isFar: false, handlers });
  await Promise.resolve();
}

test('a line that comes late is told the time as it is by now', async () => {
  now += 20_000;
  await openTwo();
  expect(told).toEqual([['ready', { serverTime: 70_000, features: ['status'] }]]);
});

test('places of what was sent here are known to a single line; several pull what stands there', async () => {
  const answers: unknown[] = [];
  const send = (): void => trunk.emit('one', { event: 'message.send', payload: {} }, (got) => answers.push(got));
  send();
  answer({ ok: true, data: { seq: 1, own: [7] } });
  await openTwo();
  send();
  answer({ ok: true, data: { seq: 2, own: [8] } });
  wire.message('event', { entries: [], own: [9] });
  expect(answers).toEqual([
    { ok: true, data: { seq: 1, own: [7] } },
    { ok: true, data: { seq: 2, own: [] } },
  ]);
  expect(told.at(-1)).toEqual(['event', { entries: [], own: [] }]);
});
