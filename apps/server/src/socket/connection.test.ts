import type { Socket } from 'socket.io';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Connection } from './connection.js';
import { OutgoingFrame } from './outgoing-frame.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function connectionOn(_handle: object): Connection {
  const conn = { transport: { socket: { _socket: { _handle } } } };
  return new Connection({ id: 'c', conn } as unknown as Socket, {} as never, { maxQueuedBytes: 1, format: 'json' });
}

test('a pause that began while the one before lasted is not ended by that one', () => {
  const told: string[] = [];
  const connection = connectionOn({ readStop: () => told.push('pause'), readStart: () => told.push('resume') });
  connection.holdOff(0);
  // Nobody came to end it at 50: what had been read was still being refused.
  connection.holdOff(60);
  vi.advanceTimersByTime(99);
  expect(told).toEqual(['pause', 'pause']);
  vi.advanceTimersByTime(2);
  expect(told).toEqual(['pause', 'pause', 'resume']);
});

test('what it is told before it is closed leaves first, also in the middle of what was read', () => {
  const told: string[] = [];
  const _sender = { sendFrame: ([frame]: Buffer[]) => told.push(String(frame)) };
  const transport = { writable: true, socket: { readyState: 1, bufferedAmount: 0, _sender } };
  const conn = { readyState: 'open', writeBuffer: [], transport, gathered: [], close: () => told.push('cut') };
  const socket = { id: 'c', conn, connected: true, disconnect: () => told.push('disconnect') };
  const options = { maxQueuedBytes: 1_000, format: 'json' } as const;
  const connection = new Connection(socket as unknown as Socket, {} as never, options);
  connection.write(new OutgoingFrame('2["one"]'));
  connection.write(new OutgoingFrame('2["why"]'));
  expect(told).toEqual([]);
  connection.close();
  expect(told).toEqual([expect.stringMatching(/"one".*"why"/), 'disconnect']);
});

describe('who comes before the turn that they were told', () => {
  function waiting(): { connection: Connection; told: string[] } {
    const told: string[] = [];
    const connection = connectionOn({ readStop: () => told.push('pause'), readStart: () => told.push('resume') });
    connection.giveTurn(1_000);
    return { connection, told };
  }

  test('is not read for most of what is left, and the turn stays', () => {
    const { connection, told } = waiting();
    expect(connection.earlyMs(0)).toBe(1_000);
    vi.advanceTimersByTime(899);
    expect(told).toEqual(['pause']);
    vi.advanceTimersByTime(2);
    expect(told).toEqual(['pause', 'resume']);
    // What waited in the kernel: all of it came too early still.
    expect([connection.earlyMs(901), connection.earlyMs(902)]).toEqual([99, 98]);
  });

  test('is not read once more as long as it is worth it, however much was read', () => {
    const { connection, told } = waiting();
    connection.giveTurn(2_000);
    connection.earlyMs(0);
    vi.advanceTimersByTime(1_801);
    expect([connection.earlyMs(1_801), connection.earlyMs(1_802)]).toEqual([199, 198]);
    vi.advanceTimersByTime(181);
    expect(told).toEqual(['pause', 'resume', 'pause', 'resume']);
  });

  test('is late with what waited meanwhile, as who floods is not', () => {
    const { connection } = waiting();
    connection.earlyMs(0);
    expect(connection.isLate(performance.now())).toBe(false);
    vi.advanceTimersByTime(901);
    expect(connection.isLate(performance.now())).toBe(true);
    const flooding = waiting().connection;
    flooding.holdOff(0);
    vi.advanceTimersByTime(51);
    expect(flooding.isLate(performance.now())).toBe(false);
  });

  test('is heard often enough to be there', () => {
    const { connection, told } = waiting();
    connection.giveTurn(60_000);
    connection.earlyMs(0);
    vi.advanceTimersByTime(2_501);
    expect(told).toEqual(['pause', 'resume']);
  });

  test('is read when hardly anything is left, and when it is their turn', () => {
    const { connection, told } = waiting();
    expect([connection.earlyMs(900), connection.earlyMs(1_000)]).toEqual([100, 0]);
    expect(told).toEqual([]);
  });
});
