import type { Socket } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Connection } from './connection.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a pause that began while the one before lasted is not ended by that one', () => {
  const told: string[] = [];
  const socket = { pause: () => told.push('pause'), resume: () => told.push('resume') };
  const connection = new Connection({ id: 'c', conn: { transport: { socket } } } as unknown as Socket, {} as never, {
    maxQueuedBytes: 1,
    format: 'json',
  });
  connection.holdOff(0);
  // Nobody came to end it at 50: what had been read was still being refused.
  connection.holdOff(60);
  vi.advanceTimersByTime(99);
  expect(told).toEqual(['pause', 'pause']);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(['pause', 'pause', 'resume']);
});
