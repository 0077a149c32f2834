import { fanoutBatch, inboxAfter, type FanoutPart, type Shard } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { freshDatabases, idOn, newId, processesOn, type TestDatabases } from './databases.js';

let databases: TestDatabases;
let shard: Shard;
let processes: Awaited<ReturnType<typeof processesOn>>;

beforeAll(async () => {
  databases = await freshDatabases();
  shard = databases.router.byId(1);
  processes = await processesOn(databases, 1, 6);
});
afterAll(async () => {
  await processes.close();
  await databases.drop();
});

const aUser = (): string => idOn(databases.router, shard);

function aPart(userIds: readonly string[], part: Partial<FanoutPart> = {}): FanoutPart {
  const conversationId = newId();
  const entries = userIds.map((userId, index) => ({
    userId,
    conversationId,
    kind: 1,
    rev: index + 1,
    seq: index + 1,
    payload: null,
  }));
  return { sourceShard: 0, outboxId: newId(), part: 0, entries, ...part };
}

async function inboxOf(userId: string): Promise<number[]> {
  const page = await inboxAfter(shard, { userId, afterSeq: 0, limit: 10_000 });
  return page?.entries.map((entry) => entry.inboxSeq) ?? [];
}

test('entries get contiguous places in the order given, several a user and call', async () => {
  const [ann, ben] = [aUser(), aUser()];
  const [first] = await fanoutBatch(shard, [aPart([ann, ben, ann])]);
  const [second] = await fanoutBatch(shard, [aPart([ben, ann])]);
  expect(first).toMatchObject({ status: 'written', seqs: [1, 1, 2] });
  expect(second).toMatchObject({ status: 'written', seqs: [2, 3] });
  expect(await inboxOf(ann)).toEqual([1, 2, 3]);
});

test('a repeat writes nothing, also beside parts that are new; parts go by outbox id', async () => {
  const [ann, ben] = [aUser(), aUser()];
  const part = aPart([ann, ben]);
  await fanoutBatch(shard, [part]);
  const results = await fanoutBatch(shard, [aPart([ann]), part, { ...part, part: 1 }]);
  expect(results).toMatchObject([
    { status: 'written', seqs: [3] },
    { status: 'repeated' },
    { status: 'written', seqs: [2, 2] },
  ]);
  expect(await inboxOf(ann)).toEqual([1, 2, 3]);
  expect(await inboxOf(ben)).toEqual([1, 2]);
});

test('handlers that repeat each other at the same moment write once', async () => {
  const users = Array.from({ length: 20 }, aUser);
  const parts = Array.from({ length: 10 }, () => aPart(users));
  const runs = await Promise.all(
    processes.shards.map((process, run) => fanoutBatch(process, run % 2 === 0 ? parts : [...parts].reverse())),
  );
  expect(runs.flat().filter((result) => result.status === 'written')).toHaveLength(10);
  for (const user of users) expect(await inboxOf(user)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
});

test('a cursor never skips: whoever has read up to n has seen every entry up to n', async () => {
  const users = Array.from({ length: 4 }, aUser);
  let writing = true;
  const writers = processes.shards.map(async (process, writer) => {
    for (let round = 0; round < 60; round++) {
      const shuffled = [...users].sort(
        (a, b) => Number(BigInt(a) % BigInt(writer + 2)) - Number(BigInt(b) % BigInt(round + 2)),
      );
      await fanoutBatch(process, [aPart(shuffled), aPart([...shuffled].reverse())]);
    }
  });
  const readers = users.map(async (userId) => {
    let cursor = 0;
    for (let last = false; ;) {
      const page = await inboxAfter(shard, { userId, afterSeq: cursor, limit: 7 });
      for (const entry of page?.entries ?? []) {
        expect(entry.inboxSeq).toBe(cursor + 1);
        cursor = entry.inboxSeq;
      }
      expect(page?.head.inboxSeq ?? 0).toBeGreaterThanOrEqual(cursor);
      if ((page?.entries.length ?? 0) > 0) continue;
      if (last) return cursor;
      last = !writing;
    }
  });
  await Promise.all(writers);
  writing = false;
  expect(await Promise.all(readers)).toEqual(users.map(() => 720));
});

test('the same part twice in one call is written once', async () => {
  const [ann, ben] = [aUser(), aUser()];
  const [part, other] = [aPart([ann, ben]), aPart([ben])];
  const results = await fanoutBatch(shard, [part, other, { ...part }]);
  expect(results.map(({ status }) => status)).toEqual(['written', 'written', 'repeated']);
  expect([await inboxOf(ann), await inboxOf(ben)]).toEqual([[1], [1, 2]]);
});

test('a part with a stale user is not written and may be repeated; the others are', async () => {
  const { router } = databases;
  const stranger = idOn(router, router.byId(0));
  const user = aUser();
  const stale = aPart([user, stranger]);
  const results = await fanoutBatch(shard, [stale, aPart([user])]);
  expect(results).toMatchObject([{ status: 'stale' }, { status: 'written', seqs: [1] }]);
  expect(await inboxAfter(shard, { userId: stranger, afterSeq: 0, limit: 1 })).toBeNull();
  const cutAgain = { ...stale, entries: stale.entries.slice(0, 1) };
  expect(await fanoutBatch(shard, [cutAgain])).toMatchObject([{ status: 'written', seqs: [2] }]);
});
