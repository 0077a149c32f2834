import type { ChatPlace } from '@parley/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LargeLists, type ListedChats } from './large-lists.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Lists of so many chats, numbered as they are read. */
function reading(count: number, missing = false) {
  let reads = 0;
  const places = Array.from({ length: count }, (_, at): ChatPlace => ({ conversationId: `${at}`, group: 1, at }));
  const read = async (): Promise<ListedChats> => {
    reads += 1;
    const cursor = { incarnation: '1', inboxSeq: reads };
    await vi.advanceTimersByTimeAsync(10);
    return { cursor, places, missing };
  };
  const lists = new LargeLists();
  const of = async (follows: boolean, userId = '7'): Promise<number> =>
    (await lists.of({ userId, follows }, read)).cursor.inboxSeq;
  return { of, reads: () => reads };
}

test('a short list is read each time', async () => {
  const { of } = reading(1_999);
  expect([await of(false), await of(true), await of(false)]).toEqual([1, 2, 3]);
});

test('the pages of a long one go on in one order; the first page is of the last second at most', async () => {
  const { of } = reading(2_000);
  expect([await of(false), await of(true), await of(false)]).toEqual([1, 1, 1]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([await of(true), await of(false), await of(true)]).toEqual([1, 2, 2]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await of(true)).toBe(3);
});

test('who asks while a long one is read waits for the same, and of others nothing is taken', async () => {
  const { of, reads } = reading(2_000);
  await of(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await Promise.all([of(false), of(false), of(false)])).toEqual([2, 2, 2]);
  expect(await of(false, '8')).toBe(3);
  expect(reads()).toBe(3);
});

test('one that lacks a part is not kept, nor one that could not be read', async () => {
  const { of } = reading(2_000, true);
  expect([await of(false), await of(true)]).toEqual([1, 2]);
  const lists = new LargeLists();
  const failing = (): Promise<ListedChats> => Promise.reject(new Error('away'));
  await expect(lists.of({ userId: '7', follows: false }, failing)).rejects.toThrow('away');
  const { cursor } = await lists.of({ userId: '7', follows: true }, () =>
    Promise.resolve({ cursor: { incarnation: '1', inboxSeq: 9 }, places: [], missing: false }),
  );
  expect(cursor.inboxSeq).toBe(9);
});

test('of many people the latest are kept, and none for long', async () => {
  const { of, reads } = reading(2_000);
  for (let user = 0; user < 20; user += 1) await of(false, `${user}`);
  await of(true, '19');
  expect(reads()).toBe(20);
  await of(true, '0');
  expect(reads()).toBe(21);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(vi.getTimerCount()).toBe(0);
});
