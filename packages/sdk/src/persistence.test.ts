import type { Message } from '@parley/contract';
import { expect, test } from 'vitest';
import { emptyChat } from './cache/chat.js';
import { Persistence } from './persistence.js';
import { memoryStorage } from './platform/memory-storage.js';
import type { StoragePort } from './ports.js';
import { settle } from './settle.js';

const message = (seq: number, rev: number): Message => ({
  conversationId: '9',
  seq,
  rev,
  ord: seq,
  messageId: String(seq),
  senderId: '1',
  clientMsgId: `c_message_${seq}`,
  sentAt: seq,
  content: { type: 'text', text: `rev ${rev}` },
});

const timers: Array<() => void> = [];
const clock = {
  now: () => 0,
  setTimeout: (run: () => void) => {
    timers.push(run);
    return () => undefined;
  },
};

function open(storage: StoragePort): Persistence {
  const persistence = new Persistence({ storage, clock, warn: () => undefined });
  persistence.enable(null);
  return persistence;
}

/** Memory that counts its writes; the first ones fail as a full disk does. */
function countingStorage(failing = 0): StoragePort & { writes: number } {
  const memory = memoryStorage();
  const storage = {
    ...memory,
    writes: 0,
    write: async (batch: Parameters<StoragePort['write']>[0]): Promise<void> => {
      storage.writes += 1;
      if (storage.writes <= failing) throw new Error('disk full');
      await memory.write(batch);
    },
  };
  return storage;
}

test('what is said in one go is one transaction, and the cursor is told only when it is stored', async () => {
  const storage = countingStorage();
  const persistence = open(storage);
  persistence.message(message(1, 1));
  persistence.chat(emptyChat('9'));
  persistence.cursor({ incarnation: 'a', inboxSeq: 1 });
  expect(persistence.storedCursor).toBeNull();
  await persistence.flushed();
  expect(storage.writes).toBe(1);
  expect(persistence.storedCursor).toEqual({ incarnation: 'a', inboxSeq: 1 });
  expect(await persistence.loadCursor()).toEqual({ incarnation: 'a', inboxSeq: 1 });
});

test('what the server has as well is gathered; what nobody else knows takes it along at once', async () => {
  const storage = countingStorage();
  const persistence = open(storage);
  persistence.message(message(1, 1));
  await settle();
  persistence.message(message(2, 2));
  persistence.keep({ table: 'meta', put: 'reads', value: {} });
  await settle();
  expect(storage.writes).toBe(0);
  expect([...persistence.unstored()]).toHaveLength(2);
  for (const run of timers.splice(0)) run();
  await settle();
  expect(storage.writes).toBe(1);
  expect(persistence.unstored().size).toBe(0);
  persistence.message(message(3, 3));
  persistence.write({ table: 'sends', put: 'c_1', value: 1 });
  persistence.message(message(4, 4));
  await settle();
  expect(storage.writes).toBe(2);
  expect(await persistence.loadMessages('9', { from: 1, to: 9, limit: 9 })).toHaveLength(4);
});

test('what waits for more is dropped with everything else that waits', async () => {
  const storage = countingStorage();
  const persistence = open(storage);
  persistence.message(message(1, 1));
  persistence.disable();
  for (const run of timers.splice(0)) run();
  await persistence.idle();
  expect(storage.writes).toBe(0);
});

test('what could not be written for somebody who has signed out is not written for the next', async () => {
  const memory = memoryStorage();
  const persistence = open({
    ...memory,
    write: async (batch) => {
      persistence.disable();
      if (batch.some(({ table }) => table === 'sends')) throw new Error('disk full');
      await memory.write(batch);
    },
  });
  persistence.write({ table: 'sends', put: 'c_1', value: 'of the one before' });
  await persistence.idle();
  await settle();
  persistence.enable(null);
  persistence.chat(emptyChat('9'));
  await persistence.flushed();
  expect(await memory.range('sends', { from: '', to: '\uffff' })).toEqual([]);
  expect(await persistence.loadChats()).toHaveLength(1);
});

async function sayAfter(turns: number, persistence: Persistence): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  persistence.write({ table: 'sends', put: 'late', value: 'late' });
}

test('what is said at whatever moment of a write that ends is stored, too', async () => {
  for (let turns = 0; turns < 12; turns += 1) {
    const memory = memoryStorage();
    let writes = 0;
    const persistence = open({
      ...memory,
      write: async (batch) => {
        writes += 1;
        await memory.write(batch);
        if (writes === 1) void sayAfter(turns, persistence);
      },
    });
    persistence.write({ table: 'sends', put: 'first', value: 'first' });
    await settle();
    expect(await memory.range('sends', { from: '', to: '\uffff' }), `after ${turns} turns`).toEqual(['first', 'late']);
  }
});

test('a lower rev never overwrites a higher one, in a batch or in the storage', async () => {
  const persistence = open(memoryStorage());
  persistence.message(message(1, 5));
  persistence.message(message(1, 3));
  await persistence.flushed();
  persistence.message(message(1, 4));
  await persistence.flushed();
  const [kept] = await persistence.loadMessages('9', { from: 1, to: 9, limit: 10 });
  expect(kept?.rev).toBe(5);
});

test('the newest messages of a range come in order', async () => {
  const persistence = open(memoryStorage());
  for (const seq of [9, 10, 11, 100, 1_000]) persistence.message(message(seq, seq));
  await persistence.flushed();
  const newest = await persistence.loadMessages('9', { from: 10, to: 500, limit: 2 });
  expect(newest.map(({ seq }) => seq)).toEqual([11, 100]);
});

test('a write that fails is tried again, with what was said meanwhile, and no cursor gets ahead of it', async () => {
  const storage = countingStorage(1);
  const persistence = open(storage);
  persistence.message(message(1, 1));
  persistence.cursor({ incarnation: 'a', inboxSeq: 1 });
  await persistence.flushed();
  persistence.message(message(2, 2));
  persistence.cursor({ incarnation: 'a', inboxSeq: 2 });
  await persistence.flushed();
  expect(storage.writes).toBe(1);
  expect(await persistence.loadCursor()).toBeNull();
  for (const run of timers.splice(0)) run();
  await persistence.flushed();
  expect(await persistence.loadCursor()).toEqual({ incarnation: 'a', inboxSeq: 2 });
  expect(await persistence.loadMessages('9', { from: 1, to: 9, limit: 9 })).toHaveLength(2);
});

test('a cache that starts anew keeps nothing of the old one, but the queue', async () => {
  const persistence = open(memoryStorage());
  persistence.message(message(1, 1));
  persistence.chat(emptyChat('9'));
  persistence.cursor({ incarnation: 'a', inboxSeq: 1 });
  persistence.write({ table: 'sends', put: 'c_1', value: 1 });
  await persistence.flushed();
  persistence.clearCache();
  persistence.message(message(5, 5));
  await persistence.flushed();
  expect(await persistence.loadCursor()).toBeNull();
  expect(await persistence.loadChats()).toEqual([]);
  expect((await persistence.loadMessages('9', { from: 1, to: 9, limit: 9 })).map(({ seq }) => seq)).toEqual([5]);
});

test('what is to be cleared is read by nobody any more', async () => {
  const storage = countingStorage();
  const persistence = open(storage);
  const all = { from: 1, to: 9, limit: 9 };
  persistence.message(message(1, 1));
  await persistence.flushed();
  expect(await persistence.loadMessages('9', all)).toHaveLength(1);
  persistence.clearCache();
  expect(await persistence.loadMessages('9', all)).toEqual([]);
  persistence.message(message(1, 3));
  await persistence.flushed();
  expect(await persistence.loadMessages('9', all)).toMatchObject([{ rev: 3 }]);
});

test('a tab that does not hold the lock writes nothing', async () => {
  const storage = memoryStorage();
  const persistence = new Persistence({ storage, clock, warn: () => undefined });
  persistence.message(message(1, 1));
  await persistence.flushed();
  expect(await persistence.loadMessages('9', { from: 1, to: 9, limit: 9 })).toEqual([]);
});

/** Holds so many messages; who wants to store more is told as a browser tells it. */
function smallStorage(room: number): StoragePort {
  const memory = memoryStorage();
  return {
    ...memory,
    write: async (batch) => {
      const more = batch.filter((write) => write.table === 'messages' && 'put' in write).length;
      const rows = await memory.range('messages', { from: '', to: '\uffff' });
      if (more > 0 && rows.length + more > room) throw Object.assign(new Error('full'), { name: 'QuotaExceededError' });
      await memory.write(batch);
    },
  };
}

test('where there is no room, the conversations go in which nothing was said for longest', async () => {
  const warnings: string[] = [];
  const persistence = new Persistence({ storage: smallStorage(6), clock, warn: (text) => warnings.push(text) });
  persistence.enable(null);
  const say = (conversationId: string, seq: number): void => {
    persistence.message({ ...message(seq, seq), conversationId });
    persistence.chat({ ...emptyChat(conversationId), lastAt: Number(conversationId) });
  };
  for (const conversationId of ['1', '2', '3']) for (const seq of [1, 2]) say(conversationId, seq);
  await persistence.flushed();
  for (const seq of [1, 2, 3]) say('4', seq);
  persistence.cursor({ incarnation: 'a', inboxSeq: 9 });
  await persistence.flushed();
  const kept = async (conversationId: string): Promise<number> =>
    (await persistence.loadMessages(conversationId, { from: 1, to: 9, limit: 9 })).length;
  expect([await kept('1'), await kept('2'), await kept('3'), await kept('4')]).toEqual([0, 0, 2, 3]);
  expect(await persistence.loadChats()).toHaveLength(4);
  expect(persistence.storedCursor?.inboxSeq).toBe(9);
  expect(warnings).toHaveLength(1);
});

test('what has no room though everything else is gone is tried again', async () => {
  const warnings: string[] = [];
  const persistence = new Persistence({ storage: smallStorage(0), clock, warn: (text) => warnings.push(text) });
  persistence.enable(null);
  persistence.chat(emptyChat('9'));
  await persistence.flushed();
  persistence.message(message(1, 1));
  await persistence.flushed();
  expect(warnings.at(-1)).toContain('tried again');
});
