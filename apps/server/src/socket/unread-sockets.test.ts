import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UnreadSockets } from './unread-sockets.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

type Told = { told: string[]; _handle: { readStop(): void; readStart(): void } };

function aSocket(): Told {
  const told: string[] = [];
  return { told, _handle: { readStop: () => told.push('stop'), readStart: () => told.push('start') } };
}

test('one is read again after its time, and who stopped it is told just before', () => {
  const socket = aSocket();
  new UnreadSockets().stop(socket, 100, () => socket.told.push('again'));
  vi.advanceTimersByTime(99);
  expect(socket.told).toEqual(['stop']);
  vi.advanceTimersByTime(2);
  expect(socket.told).toEqual(['stop', 'again', 'start']);
});

test('one that is gone meanwhile, or whose timeout is cleared, is left alone', () => {
  const unread = new UnreadSockets();
  const [gone, cleared] = [aSocket(), aSocket()];
  unread.stop(gone, 100, () => undefined);
  clearTimeout(unread.stop(cleared, 100, () => undefined));
  Object.assign(gone, { _handle: null });
  vi.advanceTimersByTime(200);
  expect([gone.told, cleared.told]).toEqual([['stop'], ['stop']]);
});

test('of thousands whose time is up together few are read between two looks at the others, and all in the end', () => {
  const unread = new UnreadSockets();
  const sockets = Array.from({ length: 2_000 }, () => aSocket());
  for (const socket of sockets) unread.stop(socket, 100, () => undefined);
  const started = (): number => sockets.filter(({ told }) => told.length === 2).length;
  vi.advanceTimersByTime(100);
  let [looks, before, most] = [0, started(), 0];
  for (; before < sockets.length && looks < 1_000; looks += 1) {
    vi.advanceTimersToNextTimer();
    most = Math.max(most, started() - before);
    before = started();
  }
  expect(before).toBe(sockets.length);
  expect(most).toBeLessThanOrEqual(100);
  // The first who came goes first.
  expect(looks).toBeLessThan(150);
});
