import {
  advanceDelivered,
  advanceReads,
  appendBatch,
  chatPreviews,
  conversationAccess,
  createConversation,
  loadOutbox,
  memberHeads,
  membershipDuring,
  messagesByKeys,
  messagesInRanges,
  seqBefore,
  timelineBefore,
  timelinesAfter,
  type Shard,
} from '@parley/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { aRow, freshDatabases, idOn, newId, type TestDatabases } from './databases.js';

let databases: TestDatabases;
let shard: Shard;
const [alice, bob, carol] = [newId(), newId(), newId()];

beforeAll(async () => {
  databases = await freshDatabases();
  shard = databases.router.byId(0);
});
afterAll(() => databases.drop());

/** A conversation in which alice and bob have taken turns. */
async function aTalk(messages: number): Promise<string> {
  const id = idOn(databases.router, shard);
  const facts = { kind: 'direct', hidden: false, departmentId: null, createdBy: alice, now: new Date() } as const;
  await createConversation(shard, { id, memberIds: [alice, bob], outboxId: null, ...facts });
  const rows = Array.from({ length: messages }, (_, n) =>
    aRow({ conversationId: id, senderId: n % 2 === 0 ? alice : bob, text: `message ${n + 1}`, stream: n % 2 }),
  );
  await appendBatch(shard, { rows, now: Date.now(), outboxId: newId() });
  return id;
}

test('delivered is kept of direct chats, and of groups nothing is written', async () => {
  const [direct, group] = [await aTalk(4), await aTalk(4)];
  await shard.pool.query("update conversation set kind = 'group' where id = $1", [group]);
  const told = [direct, group].map((conversationId) => ({ conversationId, userId: bob, seq: 3 }));
  expect(await advanceDelivered(shard, told)).toEqual([{ conversationId: direct, userId: bob, seq: 3 }]);
  expect(await advanceDelivered(shard, told)).toEqual([]);
  const { rows } = await shard.pool.query(
    'select delivered_seq from member where conversation_id = any ($1::bigint[]) and user_id = $2 order by 1',
    [[direct, group], bob],
  );
  expect(rows).toEqual([{ delivered_seq: '0' }, { delivered_seq: '3' }]);
});

/** As retention will do it: rows gone, range declared with the ord of its last message. */
async function purge(conversationId: string, from: number, to: number): Promise<void> {
  await shard.tx(async (tx) => {
    await tx.query(
      `insert into purged_range select conversation_id, $2, $3, ord, now() from message where conversation_id = $1 and seq = $3`,
      [conversationId, from, to],
    );
    await tx.query('delete from message where conversation_id = $1 and seq between $2 and $3', [
      conversationId,
      from,
      to,
    ]);
  });
}

const seqs = (page: { messages: { seq: number }[] } | null | undefined) => page?.messages.map((message) => message.seq);

describe('a timeline', () => {
  test('pages from the newest to the first', async () => {
    const conversationId = await aTalk(7);
    const newest = await timelineBefore(shard, { userId: alice, conversationId, beforeSeq: null, limit: 3 });
    expect(seqs(newest)).toEqual([5, 6, 7]);
    expect(newest).toMatchObject({ head: { seq: 7, rev: 7 }, firstSeq: 1, purged: [], hasMore: true });
    const older = await timelineBefore(shard, { userId: alice, conversationId, beforeSeq: 5, limit: 10 });
    expect(seqs(older)).toEqual([1, 2, 3, 4]);
    expect(older?.hasMore).toBe(false);
    expect(older?.messages[0]).toMatchObject({
      conversationId,
      senderId: alice,
      text: 'message 1',
      rev: 1,
      ord: 1,
      kind: 1,
    });
  });

  test('looks the same to a stranger as one that does not exist', async () => {
    const conversationId = await aTalk(2);
    expect(await timelineBefore(shard, { userId: carol, conversationId, beforeSeq: null, limit: 3 })).toBeNull();
    expect(
      await timelineBefore(shard, { userId: carol, conversationId: newId(), beforeSeq: null, limit: 3 }),
    ).toBeNull();
    expect(await messagesByKeys(shard, { userId: carol, keys: [{ conversationId, seq: 1 }] })).toEqual([]);
    expect(await memberHeads(shard, [{ userId: carol, conversationId }])).toEqual([]);
    expect(await chatPreviews(shard, carol, [conversationId])).toEqual([]);
  });

  test('from a moment on, whatever was purged and however many share it', async () => {
    const conversationId = await aTalk(40);
    const at = (seq: number): number => 1_000_000 + Math.floor(seq / 3) * 1000;
    const moments = Array.from({ length: 40 }, (_, n) => at(n + 1) / 1000);
    await shard.pool.query(
      `update message m set sent_at = to_timestamp(u.t) from unnest($2::float8[]) with ordinality u(t, seq)
        where m.conversation_id = $1 and m.seq = u.seq`,
      [conversationId, moments],
    );
    await purge(conversationId, 10, 29);
    const left = moments.map((_, n) => n + 1).filter((seq) => seq < 10 || seq > 29);
    for (const moment of [0, 999_999, ...moments.flatMap((s) => [s * 1000 - 1, s * 1000, s * 1000 + 1]), 9e12]) {
      const found = await seqBefore(shard, conversationId, moment);
      // Where nothing is, any place between is as good.
      expect(left.filter((seq) => seq > found)).toEqual(left.filter((seq) => at(seq) >= moment));
    }
    expect(await seqBefore(shard, newId(), 0)).toBe(0);
  });

  test('after a seq, for several conversations at once', async () => {
    const [one, two] = [await aTalk(5), await aTalk(2)];
    const after = [one, two, newId()].map((conversationId) => ({ conversationId, seq: 2 }));
    const pages = await timelinesAfter(shard, { userId: bob, after, limit: 2 });
    expect(pages.map((page) => [page.conversationId, seqs(page), page.hasMore, page.head.seq])).toEqual([
      [one, [3, 4], true, 5],
      [two, [], false, 2],
    ]);
  });

  test('declares what was purged', async () => {
    const conversationId = await aTalk(6);
    await purge(conversationId, 1, 3);
    const page = await timelineBefore(shard, { userId: alice, conversationId, beforeSeq: null, limit: 10 });
    expect(seqs(page)).toEqual([4, 5, 6]);
    expect(page?.purged).toEqual([{ from: 1, to: 3 }]);
    const [after] = await timelinesAfter(shard, { userId: alice, after: [{ conversationId, seq: 1 }], limit: 10 });
    expect(after?.purged).toEqual([{ from: 2, to: 3 }]);
  });

  test('serves one who has left what was said while they were in, and no newer head', async () => {
    const conversationId = await aTalk(6);
    await shard.tx(async (tx) => {
      await tx.query('delete from member where conversation_id = $1 and user_id = $2', [conversationId, bob]);
      await tx.query('update member_interval set left_seq = 4 where conversation_id = $1 and user_id = $2', [
        conversationId,
        bob,
      ]);
    });
    const page = await timelineBefore(shard, { userId: bob, conversationId, beforeSeq: null, limit: 10 });
    expect(seqs(page)).toEqual([1, 2, 3, 4]);
    expect(page?.head).toEqual({ seq: 4, rev: 4 });
    const keys = [4, 5].map((seq) => ({ conversationId, seq }));
    expect((await messagesByKeys(shard, { userId: bob, keys })).map((message) => message.seq)).toEqual([4]);
    expect(await memberHeads(shard, [{ userId: bob, conversationId }])).toEqual([]);
    const during = await membershipDuring(shard, [{ conversationId, from: 5, to: 6 }]);
    expect(during.map((interval) => interval.userId)).toEqual([alice]);
    expect(await messagesInRanges(shard, [{ conversationId, from: 5, to: 6 }])).toHaveLength(2);
  });

  test('serves a late joiner nothing from before, by history policy', async () => {
    const conversationId = await aTalk(4);
    await shard.pool.query('insert into member_interval values ($1, $2, 3, null, 3)', [conversationId, carol]);
    const page = await timelineBefore(shard, { userId: carol, conversationId, beforeSeq: null, limit: 10 });
    expect(seqs(page)).toEqual([3, 4]);
    expect(page?.firstSeq).toBe(3);
  });

  test('serves nothing below servedFrom', async () => {
    const conversationId = await aTalk(4);
    await shard.pool.query('update conversation set served_from_seq = 3 where id = $1', [conversationId]);
    expect(seqs(await timelineBefore(shard, { userId: alice, conversationId, beforeSeq: null, limit: 10 }))).toEqual([
      3, 4,
    ]);
    expect(await messagesByKeys(shard, { userId: alice, keys: [{ conversationId, seq: 2 }] })).toEqual([]);
  });
});

describe('reading', () => {
  const report = (conversationId: string, userId: string, seq: number) =>
    advanceReads(shard, { reports: [{ conversationId, userId, seq }], now: Date.now(), outboxId: newId() });

  test('moves forward only, never over the head, and tells once', async () => {
    const conversationId = await aTalk(4);
    const outboxId = newId();
    const reports = [
      { conversationId, userId: alice, seq: 3 },
      { conversationId, userId: alice, seq: 2 },
      { conversationId, userId: carol, seq: 1 },
    ];
    const outcomes = await advanceReads(shard, { reports, now: Date.now(), outboxId });
    expect(outcomes).toEqual([
      { readSeq: 3, readOrd: 3, rev: 4, moved: true },
      { readSeq: 3, readOrd: 3, rev: 4, moved: true },
      null,
    ]);
    const payload = [{ conversationId, userId: alice, readSeq: 3, readOrd: 3, rev: 4 }];
    expect(await loadOutbox(shard, [outboxId])).toMatchObject([{ kind: 'read', payload }]);
    expect(await report(conversationId, alice, 1)).toEqual([{ readSeq: 3, readOrd: 3, rev: 4, moved: false }]);
    expect(await report(conversationId, alice, 99)).toEqual([{ readSeq: 4, readOrd: 4, rev: 4, moved: true }]);
  });

  test('is logged with its time to the minute', async () => {
    const conversationId = await aTalk(3);
    const now = Date.now();
    for (const [seq, later] of [
      [1, 0],
      [2, 30_000],
      [3, 4_000_000],
    ] as const) {
      await advanceReads(shard, {
        reports: [{ conversationId, userId: bob, seq }],
        now: now + later,
        outboxId: newId(),
      });
    }
    const { rows } = await shard.pool.query<{ seq: string; at: Date }>(
      'select seq, at from read_log where conversation_id = $1 order by seq',
      [conversationId],
    );
    // Where the first minute ended is written when the next one begins: it was not an hour later.
    expect(rows.map(({ seq, at }) => [seq, at.getTime() - now])).toEqual([
      ['1', 0],
      ['2', 30_000],
      ['3', 4_000_000],
    ]);
  });

  test("one's own send is read without a report; unread counts what is above it", async () => {
    const conversationId = await aTalk(5);
    const [mine] = await chatPreviews(shard, alice, [conversationId]);
    expect(mine).toMatchObject({
      head: { seq: 5, rev: 5, ord: 5 },
      readSeq: 5,
      readOrd: 5,
      lastMessage: { seq: 5, text: 'message 5' },
    });
    const [theirs] = await chatPreviews(shard, bob, [conversationId]);
    expect(theirs).toMatchObject({ readSeq: 4, readOrd: 4, peer: { userId: alice, readSeq: 5, deliveredSeq: 5 } });
  });

  test('a purge leaves nothing unread that cannot be read', async () => {
    const conversationId = await aTalk(1);
    const rows = Array.from({ length: 4 }, () => aRow({ conversationId, senderId: alice }));
    await appendBatch(shard, { rows, now: Date.now(), outboxId: newId() });
    await report(conversationId, bob, 1);
    await purge(conversationId, 1, 5);
    const [preview] = await chatPreviews(shard, bob, [conversationId]);
    expect(preview).toMatchObject({ head: { ord: 5 }, readOrd: 5, lastMessage: null });
  });
});

describe('what a sender is checked against', () => {
  test('names access version and members', async () => {
    const conversationId = await aTalk(1);
    const access = await conversationAccess(shard, [conversationId, newId()]);
    expect([...access.keys()]).toEqual([conversationId]);
    expect(access.get(conversationId)).toMatchObject({
      kind: 'direct',
      accessVersion: 1,
      members: [alice, bob].map((userId) => ({ userId, role: 'member', muteUntil: null })),
    });
  });
});
