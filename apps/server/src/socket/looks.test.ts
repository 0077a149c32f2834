import { PRESENCE_LOOK_MS } from '@parley/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Connection } from './connection.js';
import type { Interests } from './interests.js';
import { Looks } from './looks.js';

let announced: string[][];
let looks: Looks;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'], now: 100_000 });
  announced = [];
  const add = (_: string, ids: string[]): Promise<void> => {
    announced.push(ids);
    return Promise.resolve();
  };
  looks = new Looks('boot', { add } as unknown as Interests);
});
afterEach(() => vi.useRealTimers());

function viewer(): { connection: Connection; got: string[] } {
  const got: string[] = [];
  const write = ({ packet }: { packet: string }): boolean => got.push(packet) > 0;
  return { connection: { socket: { connected: true }, write } as unknown as Connection, got };
}
const told = (userId: string): void => looks.deliver({ kind: 'look', userId, full: 'full', short: 'short' });

it('each who looks is told as much as they may know, the others nothing', () => {
  const [may, mayNot, elsewhere] = [viewer(), viewer(), viewer()];
  looks.look(may.connection, [{ userId: '1', lastSeen: true }]);
  looks.look(mayNot.connection, [{ userId: '1', lastSeen: false }]);
  looks.look(elsewhere.connection, [{ userId: '2', lastSeen: true }]);
  told('1');
  expect([may.got, mayNot.got, elsewhere.got]).toEqual([['full'], ['short'], []]);
});

it('whoever looks at others, closes, or does not ask again is told no more', () => {
  const [moves, closes, sleeps] = [viewer(), viewer(), viewer()];
  for (const { connection } of [moves, closes, sleeps]) looks.look(connection, [{ userId: '1', lastSeen: true }]);
  looks.look(moves.connection, [{ userId: '2', lastSeen: true }]);
  looks.closed(closes.connection);
  told('1');
  vi.advanceTimersByTime(PRESENCE_LOOK_MS + 1);
  told('1');
  told('2');
  expect([moves.got, closes.got, sleeps.got]).toEqual([[], [], ['full']]);
});

it('whom many look at is announced once in a while, not for each', () => {
  const people = [{ userId: '1', lastSeen: true }];
  looks.look(viewer().connection, people);
  looks.look(viewer().connection, [...people, { userId: '2', lastSeen: true }]);
  vi.advanceTimersByTime(30_000);
  looks.look(viewer().connection, people);
  expect(announced).toEqual([['1'], ['2'], ['1']]);
});
