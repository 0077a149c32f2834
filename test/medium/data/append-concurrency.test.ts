import {
  appendBatch,
  createConversation,
  isLockTimeout,
  type AppendResult,
  type AppendRow,
  type Shard,
} from '@parley/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { aRow, freshDatabases, idOn, newId, processesOn, type TestDatabases } from './databases.js';

let databases: TestDatabases;
let shard: Shard;
let processes: Awaited<ReturnType<typeof processesOn>>;

beforeAll(async () => {
  databases = await freshDatabases();
  shard = databases.router.byId(0);
  processes = await processesOn(databases, 0, 8);
});
afterAll(async () => {
  await processes.close();
  await databases.drop();
});

const alice = newId();
const bob = newId();

async function aConversation(): Promise<string> {
  const id = idOn(databases.router, shard);
  const memberIds = [alice, bob];
  const facts = { kind: 'direct', hidden: false, departmentId: null, createdBy: alice, now: new Date() } as const;
  await createConversation(shard, { id, memberIds, outboxId: null, ...facts });
  return id;
}

type Options = { by?: number; skipLocked?: boolean };

function append(rows: AppendRow[], { by = 0, ...options }: Options = {}): Promise<AppendResult[]> {
  const { shards } = processes;
  return appendBatch(shards[by % shards.length] ?? shard, { rows, now: Date.now(), outboxId: newId(), ...options });
}

/** As a lane does: a lock that was not granted in time (a slow disk, twenty before it) is asked for again. */
async function appendUntilGranted(rows: AppendRow[], options: Options): Promise<AppendResult[]> {
  for (;;) {
    const results = await append(rows, options).catch((error: unknown) => {
      if (isLockTimeout(error)) return null;
      throw error;
    });
    if (results !== null) return results;
  }
}

async function seqsOf(conversationId: string): Promise<{ seq: number; rev: number }[]> {
  const { rows } = await shard.pool.query<{ seq: string; rev: string }>(
    'select seq, rev from message where conversation_id = $1 order by seq',
    [conversationId],
  );
  return rows.map((row) => ({ seq: Number(row.seq), rev: Number(row.rev) }));
}

describe('under concurrency', () => {
  test('one key sent twenty times at once through eight processes is one message', async () => {
    const conversationId = await aConversation();
    const row = aRow({ conversationId, senderId: alice });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, by) => appendUntilGranted([{ ...row, messageId: newId() }], { by })),
    );
    const flat = answers.flat();
    expect(flat.filter((result) => result.status === 'stored')).toHaveLength(1);
    expect(new Set(flat.map((result) => `${result.messageId}:${result.seq}:${result.sentAt}`)).size).toBe(1);
    expect(await seqsOf(conversationId)).toHaveLength(1);
  });

  test('a retry that commits while the batch waits for the conversation is found', async () => {
    const conversationId = await aConversation();
    const row = aRow({ conversationId, senderId: alice });
    const first = await shard.pool.connect();
    try {
      await first.query('begin');
      // The first attempt, through another process: stored, not yet committed.
      await first.query('select * from conversation_head where conversation_id = $1 for update', [conversationId]);
      await first.query(
        `insert into message (conversation_id, seq, message_id, sender_id, rev, ord, sent_at, kind, client_msg_id, text)
         values ($1, 1, $2, $3, 1, 1, now(), 1, $4, $5)`,
        [conversationId, row.messageId, alice, row.clientMsgId, row.text],
      );
      await first.query('update conversation_head set seq = 1, rev = 1, ord = 1 where conversation_id = $1', [
        conversationId,
      ]);
      const waiting = append([{ ...row, messageId: newId() }, aRow({ conversationId, senderId: bob, stream: 2 })]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await first.query('commit');
      const results = await waiting;
      expect(results.map((result) => [result.status, result.seq])).toEqual([
        ['retry', 1],
        ['stored', 2],
      ]);
      expect(results[0]?.messageId).toBe(row.messageId);
    } finally {
      first.release();
    }
  });

  test('seq and rev have no gaps and no doubles, and lanes with crossing conversations never deadlock', async () => {
    const conversations = await Promise.all(Array.from({ length: 6 }, aConversation));
    const lane = async (seed: number): Promise<void> => {
      for (let round = 0; round < 30; round++) {
        const order = seed % 2 === 0 ? conversations : [...conversations].reverse();
        const rows = order.map((conversationId, stream) => aRow({ conversationId, senderId: alice, stream }));
        const results = await appendUntilGranted(rows, { by: seed });
        expect(results.every((result) => result.status === 'stored')).toBe(true);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, seed) => lane(seed)));
    const expected = Array.from({ length: 240 }, (_, index) => ({ seq: index + 1, rev: index + 1 }));
    for (const conversationId of conversations) {
      expect(await seqsOf(conversationId)).toEqual(expected);
      const { rows } = await shard.pool.query(
        'select seq, rev, ord from conversation_head where conversation_id = $1',
        [conversationId],
      );
      expect(rows).toEqual([{ seq: '240', rev: '240', ord: '240' }]);
    }
  });

  test('a change of rights that commits while the batch waits is noticed', async () => {
    const conversationId = await aConversation();
    const admin = await shard.pool.connect();
    try {
      await admin.query('begin');
      await admin.query('update conversation_head set access_version = access_version + 1 where conversation_id = $1', [
        conversationId,
      ]);
      await admin.query('delete from member where conversation_id = $1 and user_id = $2', [conversationId, alice]);
      const waiting = append([
        aRow({ conversationId, senderId: alice, stream: 1 }),
        aRow({ conversationId, senderId: alice, stream: 1 }),
        aRow({ conversationId, senderId: bob, stream: 2, accessVersion: 2 }),
      ]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await admin.query('commit');
      expect((await waiting).map((result) => result.status)).toEqual(['access-changed', 'after-failed', 'stored']);
      expect(await seqsOf(conversationId)).toEqual([{ seq: 1, rev: 1 }]);
    } finally {
      admin.release();
    }
  });

  test('a stuck conversation is moved aside: the others are stored', async () => {
    const [stuck, free] = [await aConversation(), await aConversation()];
    const rows = [stuck, free].map((conversationId, stream) => aRow({ conversationId, senderId: alice, stream }));
    const holder = await shard.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select 1 from conversation_head where conversation_id = $1 for update', [stuck]);
      const failure = await append(rows).catch((error: unknown) => error);
      expect(isLockTimeout(failure)).toBe(true);
      const results = await append(rows, { skipLocked: true });
      expect(results.map((result) => result.status)).toEqual(['locked', 'stored']);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    expect((await append(rows, { skipLocked: true })).map((result) => result.status)).toEqual(['stored', 'retry']);
  });
});
