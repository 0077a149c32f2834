import {
  ackCursors,
  addToChatList,
  advanceDelivered,
  chatList,
  createConversation,
  fanoutBatch,
  inboxAfter,
  inboxHeads,
  appendBatch,
  type Shard,
} from '@parley/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { aRow, freshDatabases, idOn, newId, type TestDatabases } from './databases.js';

let databases: TestDatabases;
let shard: Shard;
const [alice, bob] = [newId(), newId()];

beforeAll(async () => {
  databases = await freshDatabases();
  shard = databases.router.byId(0);
});
afterAll(() => databases.drop());

async function aTalk(messages: number): Promise<string> {
  const id = idOn(databases.router, shard);
  const facts = { kind: 'direct', hidden: false, departmentId: null, createdBy: alice, now: new Date() } as const;
  await createConversation(shard, { id, memberIds: [alice, bob], outboxId: null, ...facts });
  const rows = Array.from({ length: messages }, () => aRow({ conversationId: id, senderId: alice }));
  await appendBatch(shard, { rows, now: Date.now(), outboxId: newId() });
  return id;
}

describe('an inbox', () => {
  async function anInbox(entries: number): Promise<{ user: string; conversationId: string; incarnation: string }> {
    const user = idOn(databases.router, shard);
    const conversationId = newId();
    const joined = {
      conversationId,
      kind: 'direct',
      hidden: false,
      joinedAt: new Date(),
      users: [{ userId: user, peerId: bob }],
    };
    await addToChatList(shard, joined);
    const part = Array.from({ length: entries }, (_, n) => ({
      userId: user,
      conversationId,
      kind: 1,
      rev: n + 1,
      seq: n + 1,
      payload: null,
    }));
    await fanoutBatch(shard, [{ sourceShard: 1, outboxId: newId(), part: 0, entries: part }]);
    const incarnation = (await inboxHeads(shard, [user])).get(user)?.incarnation ?? '';
    return { user, conversationId, incarnation };
  }

  test('is read after a cursor, with the head of the same moment', async () => {
    const { user, conversationId, incarnation } = await anInbox(5);
    const page = await inboxAfter(shard, { userId: user, afterSeq: 3, limit: 10 });
    expect(page?.head).toEqual({ incarnation, inboxSeq: 5, floorSeq: 0 });
    expect(page?.entries).toEqual([
      { inboxSeq: 4, conversationId, rev: 4, seq: 4, kind: 1, v: 1, payload: null },
      { inboxSeq: 5, conversationId, rev: 5, seq: 5, kind: 1, v: 1, payload: null },
    ]);
    expect((await inboxAfter(shard, { userId: user, afterSeq: 5, limit: 10 }))?.entries).toEqual([]);
    expect(await inboxAfter(shard, { userId: newId(), afterSeq: 0, limit: 10 })).toBeNull();
  });

  test('delivered is derived: what no device of the user had before', async () => {
    const { user, conversationId, incarnation } = await anInbox(5);
    const ack = (deviceId: string, inboxSeq: number, of = incarnation) =>
      ackCursors(shard, [{ userId: user, deviceId, incarnation: of, inboxSeq }], Date.now());
    expect(await ack('d_phone_1', 2)).toEqual([{ userId: user, conversationId, seq: 2 }]);
    expect(await ack('d_laptop1', 2)).toEqual([]);
    expect(await ack('d_laptop1', 5)).toEqual([{ userId: user, conversationId, seq: 5 }]);
    expect(await ack('d_phone_1', 1)).toEqual([]);
    // Told anew: what was derived from it may have been lost.
    expect(await ack('d_laptop1', 5)).toEqual([{ userId: user, conversationId, seq: 5 }]);
    expect(await ack('d_phone_1', 6)).toEqual([]);
    expect(await ack('d_phone_1', 3, '7')).toEqual([]);
    const { rows } = await shard.pool.query(
      'select device_id, inbox_seq from device_cursor where user_id = $1 order by 1',
      [user],
    );
    expect(rows).toEqual([
      { device_id: 'd_laptop1', inbox_seq: '5' },
      { device_id: 'd_phone_1', inbox_seq: '2' },
    ]);
  });

  test('delivered watermarks move forward only', async () => {
    const conversationId = await aTalk(4);
    const at = (seq: number) => advanceDelivered(shard, [{ conversationId, userId: bob, seq }]);
    expect(await at(3)).toEqual([{ conversationId, userId: bob, seq: 3 }]);
    expect(await at(2)).toEqual([]);
  });

  test('hidden conversations are not in the chat list', async () => {
    const { user, conversationId } = await anInbox(0);
    const hidden = newId();
    const joined = {
      conversationId: hidden,
      kind: 'direct',
      hidden: true,
      joinedAt: new Date(),
      users: [{ userId: user, peerId: bob }],
    };
    await addToChatList(shard, joined);
    await addToChatList(shard, joined);
    expect((await chatList(shard, user)).map((row) => row.conversationId)).toEqual([conversationId]);
    expect((await chatList(shard, user, true)).map((row) => row.conversationId).sort()).toEqual(
      [conversationId, hidden].sort(),
    );
  });
});
