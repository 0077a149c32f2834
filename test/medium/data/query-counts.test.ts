import {
  ackCursors,
  advanceReads,
  appendBatch,
  chatPersonal,
  chatPlaces,
  chatPreviews,
  createConversation,
  fanoutBatch,
  inboxAfter,
  memberHeads,
  messagesByKeys,
  timelineBefore,
  type Shard,
} from '@parley/db';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { aRow, freshDatabases, idOn, newId, type TestDatabases } from './databases.js';

let databases: TestDatabases;
let shard: Shard;
let conversations: string[];
let users: string[];

beforeAll(async () => {
  databases = await freshDatabases();
  shard = databases.router.byId(0);
  users = Array.from({ length: 50 }, () => idOn(databases.router, shard));
  conversations = Array.from({ length: 50 }, () => idOn(databases.router, shard));
  const facts = { kind: 'direct', hidden: false, departmentId: null, createdBy: '1', now: new Date() } as const;
  for (const id of conversations)
    await createConversation(shard, { id, memberIds: users.slice(0, 2), outboxId: null, ...facts });
});
afterAll(() => databases.drop());

/** Round trips of one call, whatever the size of its batch. */
async function roundTrips(work: () => Promise<unknown>): Promise<number> {
  const spies = [shard.pool, shard.lanes].map((pool) => vi.spyOn(pool, 'query'));
  try {
    await work();
    return spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const me = (): string => users[0] ?? '';
const now = Date.now();

const CALLS: Record<string, { expected: number; work: () => Promise<unknown> }> = {
  'an append of 50': {
    expected: 1,
    work: () => {
      const rows = conversations.map((conversationId, stream) => aRow({ conversationId, senderId: me(), stream }));
      return appendBatch(shard, { rows, now, outboxId: newId() });
    },
  },
  'a fan-out of 50 entries in 5 parts': {
    expected: 1,
    work: () => {
      const entries = users.map((userId) => ({ userId, conversationId: '9', kind: 1, rev: 1, seq: 1, payload: null }));
      const parts = [0, 10, 20, 30, 40].map((from) => ({
        sourceShard: 1,
        outboxId: newId(),
        part: 0,
        entries: entries.slice(from, from + 10),
      }));
      return fanoutBatch(shard, parts);
    },
  },
  '50 read reports': {
    expected: 1,
    work: () => {
      const reports = conversations.map((conversationId) => ({ conversationId, userId: me(), seq: 1 }));
      return advanceReads(shard, { reports, now, outboxId: newId() });
    },
  },
  '50 cursor acks': {
    expected: 1,
    work: () => {
      const device = { deviceId: 'd_12345678', incarnation: '1', inboxSeq: 0 };
      return ackCursors(
        shard,
        users.map((userId) => ({ userId, ...device })),
        now,
      );
    },
  },
  'an inbox page': { expected: 1, work: () => inboxAfter(shard, { userId: me(), afterSeq: 0, limit: 100 }) },
  'its 50 messages': {
    expected: 1,
    work: () =>
      messagesByKeys(shard, {
        userId: me(),
        keys: conversations.map((conversationId) => ({ conversationId, seq: 1 })),
      }),
  },
  '50 heads for a heartbeat': {
    expected: 1,
    work: () =>
      memberHeads(
        shard,
        conversations.map((conversationId) => ({ userId: me(), conversationId })),
      ),
  },
  'the places of 50': { expected: 1, work: () => chatPlaces(shard, me()) },
  'what is personal of 50': { expected: 1, work: () => chatPersonal(shard, me(), conversations) },
  '50 previews': { expected: 1, work: () => chatPreviews(shard, me(), conversations) },
  'a page of history': {
    expected: 2,
    work: () =>
      timelineBefore(shard, { userId: me(), conversationId: conversations[0] ?? '', beforeSeq: null, limit: 50 }),
  },
};

test.each(Object.entries(CALLS))('%s takes a fixed number of round trips', async (_name, { expected, work }) => {
  expect(await roundTrips(work)).toBe(expected);
});

test('the hot statements never read a table whole', async () => {
  const { rows } = await shard.pool.query<{ relname: string }>(
    `select relname from pg_stat_user_tables
      where seq_scan > 0 and seq_tup_read > 0
        and (relname like 'message%' or relname in ('inbox_entry', 'conversation_head', 'inbox_head', 'shard_bucket'))`,
  );
  expect(rows).toEqual([]);
});

test('a page of a long conversation reads a page, though it was planned when all were short', async () => {
  const target = databases.router.byId(1);
  const conversationId = idOn(databases.router, target);
  const facts = { kind: 'direct', hidden: false, departmentId: null, createdBy: '1', now: new Date() } as const;
  await createConversation(target, { id: conversationId, memberIds: [me()], outboxId: null, ...facts });
  const page = { userId: me(), conversationId, beforeSeq: null, limit: 50 };
  const client = await target.pool.connect();
  try {
    const read = async (): Promise<number> => {
      await client.query('select pg_stat_force_next_flush()');
      await client.query('select pg_stat_clear_snapshot()');
      const sum =
        "select coalesce(sum(idx_tup_fetch + seq_tup_read), 0) as n from pg_stat_user_tables where relname ~ '^message_p'";
      const { rows } = await client.query<{ n: string }>(sum);
      return Number(rows[0]?.n);
    };
    const ask = () =>
      client.query("select * from history_older($1, $2, null, 50, 0, '{}')", [page.userId, conversationId]);
    // What the planner sees when it plans: many conversations, all of them short.
    await client.query(
      `insert into message (conversation_id, seq, message_id, sender_id, rev, ord, sent_at, kind, client_msg_id, text)
       select c, n, n, $1, n, n, now(), 1, 'c_' || n, 'x' from generate_series(1000, 11000) c, generate_series(1, 5) n`,
      [me()],
    );
    for (let n = 0; n < 8; n++) await ask();
    await client.query(
      `insert into message (conversation_id, seq, message_id, sender_id, rev, ord, sent_at, kind, client_msg_id, text)
       select $1, n, n, $2, n, n, now(), 1, 'c_' || n, 'x' from generate_series(1, 20000) n`,
      [conversationId, me()],
    );
    await client.query('update conversation_head set seq = 20000, rev = 20000 where conversation_id = $1', [
      conversationId,
    ]);
    const before = await read();
    const { rows } = await ask();
    expect(rows).toHaveLength(50);
    expect((await read()) - before).toBeLessThan(1_000);
  } finally {
    client.release();
  }
});
