import { bucketOf } from '@parley/core';
import {
  addToChatList,
  appendBatch,
  advanceReads,
  ackCursors,
  createConversation,
  fanoutBatch,
  StaleEpoch,
  type Shard,
} from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { aRow, freshDatabases, idOn, newId, type TestDatabases } from './databases.js';

let databases: TestDatabases;
let from: Shard;
let to: Shard;

beforeAll(async () => {
  databases = await freshDatabases();
  from = databases.router.byId(0);
  to = databases.router.byId(1);
});
afterAll(() => databases.drop());

const BUCKET_LOCK = 1886544994;
const user = newId();

async function aConversation(): Promise<string> {
  const id = idOn(databases.router, from);
  const facts = { kind: 'direct', hidden: false, departmentId: null, createdBy: user, now: new Date() } as const;
  await createConversation(from, { id, memberIds: [user], outboxId: null, ...facts });
  return id;
}

/** The last step of a mover: fence, flip, in that order, under the exclusive lock of the bucket. */
async function moveBucket(bucket: number, whileFenced: () => Promise<void> = async () => undefined): Promise<void> {
  const mover = await from.pool.connect();
  try {
    await mover.query('begin');
    await mover.query('select pg_advisory_xact_lock($1, $2)', [BUCKET_LOCK, bucket]);
    await mover.query("update shard_bucket set state = 'gone', epoch = 2 where bucket = $1", [bucket]);
    await whileFenced();
    await mover.query('commit');
  } finally {
    mover.release();
  }
  await to.pool.query(
    "insert into shard_bucket values ($1, 2, 'open') on conflict (bucket) do update set epoch = 2, state = 'open'",
    [bucket],
  );
  await databases.router.directory.pool.query('update bucket_map set shard_id = 1, epoch = 2 where bucket = $1', [
    bucket,
  ]);
}

test('a send that waits for the mover is refused by the write itself', async () => {
  const moved = await aConversation();
  const stays = await aConversation();
  let waiting: ReturnType<typeof appendBatch> | undefined;
  await moveBucket(bucketOf(moved), async () => {
    const rows = [moved, stays].map((conversationId, stream) => aRow({ conversationId, senderId: user, stream }));
    waiting = appendBatch(from, { rows, now: Date.now(), outboxId: newId() });
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  const results = await waiting;
  expect(results?.map((result) => result.status)).toEqual(['stale-epoch', 'stored']);
  const { rows } = await from.pool.query('select 1 from message where conversation_id = $1', [moved]);
  expect(rows).toEqual([]);
});

test('every other write is refused too, and goes to the new shard with a fresh map', async () => {
  const { router } = databases;
  const conversationId = await aConversation();
  await moveBucket(bucketOf(conversationId));
  const report = { reports: [{ conversationId, userId: user, seq: 1 }], now: Date.now(), outboxId: newId() };
  await expect(advanceReads(from, report)).rejects.toThrow(StaleEpoch);

  const person = idOn(router, from);
  await moveBucket(bucketOf(person));
  const joined = {
    conversationId,
    kind: 'direct',
    hidden: false,
    joinedAt: new Date(),
    users: [{ userId: person, peerId: null }],
  };
  const ack = { userId: person, deviceId: 'd_12345678', incarnation: '1', inboxSeq: 1 };
  await expect(addToChatList(from, joined)).rejects.toThrow(StaleEpoch);
  await expect(ackCursors(from, [ack], Date.now())).rejects.toThrow(StaleEpoch);
  const entry = { userId: person, conversationId, kind: 1, rev: 1, seq: 1, payload: null };
  const part = { sourceShard: 0, outboxId: newId(), part: 0, entries: [entry] };
  expect(await fanoutBatch(from, [part])).toEqual([{ status: 'stale' }]);

  const shardOf = () => router.forUser(person);
  await router.withFreshMap(() => addToChatList(shardOf(), joined));
  expect(shardOf()).toBe(to);
  expect(router.map.version).toBe(2);
  expect(await fanoutBatch(shardOf(), [part])).toMatchObject([{ status: 'written', seqs: [1] }]);
});
