import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from './connection.js';
import { GatheredHeartbeats } from './gathered-heartbeats.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const aConnection = (): Connection => ({ heartbeat: null }) as Connection;

test('heartbeats that come within a moment are taken together, in their order', () => {
  const gathered = new GatheredHeartbeats();
  const taken: number[] = [];
  for (let number = 0; number < 3; number += 1) {
    gathered.add(aConnection(), () => taken.push(number));
    vi.advanceTimersByTime(60);
  }
  expect(taken).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(taken).toEqual([0, 1, 2]);
  gathered.add(aConnection(), () => taken.push(3));
  vi.advanceTimersByTime(199);
  expect(taken).toHaveLength(3);
  vi.advanceTimersByTime(1);
  expect(taken).toEqual([0, 1, 2, 3]);
});

test('what else comes from a connection is taken after its heartbeat, which is taken once', () => {
  const gathered = new GatheredHeartbeats();
  const [one, other] = [aConnection(), aConnection()];
  const taken: string[] = [];
  gathered.add(one, () => taken.push('one'));
  gathered.add(other, () => taken.push('other'));
  gathered.take(one);
  expect(taken).toEqual(['one']);
  gathered.take(one);
  gathered.add(one, () => taken.push('one again'));
  vi.advanceTimersByTime(200);
  expect(taken.toSorted()).toEqual(['one', 'one again', 'other']);
  vi.advanceTimersByTime(1_000);
  expect(taken).toHaveLength(3);
});
