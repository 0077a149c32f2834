import { appendBatch, createConversation, type AppendResult, type AppendRow, type Shard } from '@parley/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { aRow, freshDatabases, idOn, newId, type TestDatabases } from './databases.js';

let databases: TestDatabases;
let shard: Shard;

beforeAll(async () => {
  databases = await freshDatabases();
  shard = databases.router.byId(0);
});
afterAll(() => databases.drop());

const alice = newId();
const bob = newId();

async function aConversation(): Promise<string> {
  const id = idOn(databases.router, shard);
  const memberIds = [alice, bob];
  const facts = { kind: 'direct', hidden: false, departmentId: null, createdBy: alice, now: new Date() } as const;
  await createConversation(shard, { id, memberIds, outboxId: null, ...facts });
  return id;
}

function append(rows: AppendRow[], options: { now?: number; skipLocked?: boolean } = {}): Promise<AppendResult[]> {
  return appendBatch(shard, { rows, now: Date.now(), outboxId: newId(), ...options });
}

async function seqsOf(conversationId: string): Promise<{ seq: number; rev: number }[]> {
  const { rows } = await shard.pool.query<{ seq: string; rev: string }>(
    'select seq, rev from message where conversation_id = $1 order by seq',
    [conversationId],
  );
  return rows.map((row) => ({ seq: Number(row.seq), rev: Number(row.rev) }));
}

describe('a batch', () => {
  test('is stored in the order given, with one outbox row that names its ranges', async () => {
    const [one, two] = [await aConversation(), await aConversation()];
    const outboxId = newId();
    const rows = [one, two, one, one].map((conversationId) => aRow({ conversationId, senderId: alice }));
    const results = await appendBatch(shard, { rows, now: Date.now(), outboxId });
    expect(results.map(({ status, seq, rev, ord }) => [status, seq, rev, ord])).toEqual([
      ['stored', 1, 1, 1],
      ['stored', 1, 1, 1],
      ['stored', 2, 2, 2],
      ['stored', 3, 3, 3],
    ]);
    const { rows: outbox } = await shard.pool.query('select kind, payload from outbox where id = $1', [outboxId]);
    expect(outbox).toEqual([{ kind: 'message', payload: [`${one}:1:3`, `${two}:1:1`] }]);
  });

  test('keeps any text and structure as they are', async () => {
    const conversationId = await aConversation();
    const text = `quotes " and \\ back, {braces}, NULL, 中文 😀 '; drop table message; --\n\ttab`;
    const structure = { mentions: ['"a\\b"'], nested: { NULL: null } };
    const rows = [
      aRow({ conversationId, senderId: alice, text, structure }),
      aRow({ conversationId, senderId: alice, text: null, structure }),
    ];
    await append(rows);
    const stored = await shard.pool.query(
      'select text, structure from message where conversation_id = $1 order by seq',
      [conversationId],
    );
    expect(stored.rows).toEqual([
      { text, structure },
      { text: null, structure },
    ]);
  });

  test('sentAt never goes back within a conversation', async () => {
    const conversationId = await aConversation();
    const later = Date.now() + 5_000;
    const [first] = await append([aRow({ conversationId, senderId: alice })], { now: later });
    const [second] = await append([aRow({ conversationId, senderId: alice })], { now: later - 3_600_000 });
    expect(first?.sentAt).toBe(later);
    expect(second?.sentAt).toBe(later);
  });

  test('system messages take a seq and no ord', async () => {
    const conversationId = await aConversation();
    const results = await append([
      aRow({ conversationId, senderId: alice }),
      aRow({ conversationId, senderId: alice, kind: 2, countsAsUnread: false }),
      aRow({ conversationId, senderId: alice }),
    ]);
    expect(results.map((result) => [result.seq, result.ord])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
  });

  test('answers unknown conversations row by row and stores the rest', async () => {
    const conversationId = await aConversation();
    const unknown = idOn(databases.router, shard);
    const results = await append([
      aRow({ conversationId: unknown, senderId: alice, stream: 1 }),
      aRow({ conversationId, senderId: alice, stream: 2 }),
    ]);
    expect(results.map((result) => result.status)).toEqual(['unknown-conversation', 'stored']);
  });
});

describe('a retry', () => {
  test('is answered with the first answer, whatever else is in the batch', async () => {
    const conversationId = await aConversation();
    const row = aRow({ conversationId, senderId: alice, structure: { mentions: [bob] } });
    const [first] = await append([row]);
    await append([aRow({ conversationId, senderId: bob })]);
    const results = await append([
      aRow({ conversationId, senderId: bob }),
      { ...row, messageId: newId(), structure: { mentions: [bob] } },
    ]);
    expect(results[1]).toEqual({ ...first, status: 'retry' });
    expect(results[0]?.seq).toBe(3);
  });

  test('with other content is a conflict, and nothing of it is stored', async () => {
    const conversationId = await aConversation();
    const row = aRow({ conversationId, senderId: alice });
    await append([row]);
    const results = await append([
      { ...row, text: 'something else' },
      aRow({ conversationId, senderId: alice }),
      aRow({ conversationId, senderId: bob, stream: 2 }),
    ]);
    expect(results.map((result) => result.status)).toEqual(['conflict', 'after-failed', 'stored']);
    expect(await seqsOf(conversationId)).toHaveLength(2);
  });

  test('the same key of another sender is another message', async () => {
    const conversationId = await aConversation();
    const row = aRow({ conversationId, senderId: alice });
    const results = await append([row, { ...row, senderId: bob, messageId: newId(), stream: 2 }]);
    expect(results.map((result) => [result.status, result.seq])).toEqual([
      ['stored', 1],
      ['stored', 2],
    ]);
  });

  test('inside one batch: the second row gets the answer of the first', async () => {
    const conversationId = await aConversation();
    const row = aRow({ conversationId, senderId: alice });
    const results = await append([
      row,
      { ...row, messageId: newId() },
      { ...row, messageId: newId(), text: 'other', stream: 2 },
      aRow({ conversationId, senderId: alice }),
    ]);
    expect(results.map((result) => [result.status, result.seq])).toEqual([
      ['stored', 1],
      ['retry', 1],
      ['conflict', 0],
      ['stored', 2],
    ]);
    expect(results[1]?.messageId).toBe(row.messageId);
  });

  test('of one who has lost access since is answered all the same', async () => {
    const conversationId = await aConversation();
    const row = aRow({ conversationId, senderId: alice });
    const [first] = await append([row]);
    await shard.pool.query('update conversation_head set access_version = 9 where conversation_id = $1', [
      conversationId,
    ]);
    expect(await append([row])).toEqual([{ ...first, status: 'retry' }]);
  });

  test('after an edit is compared with what was sent', async () => {
    const conversationId = await aConversation();
    const row = aRow({ conversationId, senderId: alice, text: 'before' });
    const [first] = await append([row]);
    await shard.tx(async (tx) => {
      await tx.query("insert into message_version values ($1, 1, 1, $2, now(), 'before', null)", [
        conversationId,
        alice,
      ]);
      await tx.query("update message set text = 'after', content_version = 2 where conversation_id = $1", [
        conversationId,
      ]);
    });
    expect(await append([row])).toEqual([{ ...first, status: 'retry' }]);
    expect((await append([{ ...row, text: 'after' }]))[0]?.status).toBe('conflict');
  });

  test('after a purge still gets the first answer', async () => {
    const conversationId = await aConversation();
    const row = aRow({ conversationId, senderId: alice });
    const [first] = await append([row]);
    await shard.tx(async (tx) => {
      await tx.query(
        `insert into purged_key (conversation_id, sender_id, client_msg_id, message_id, seq, rev, ord, sent_at)
         select conversation_id, sender_id, client_msg_id, message_id, seq, rev, ord, sent_at from message where conversation_id = $1`,
        [conversationId],
      );
      await tx.query('delete from message where conversation_id = $1', [conversationId]);
    });
    expect(await append([{ ...row, text: 'nobody can compare any more' }])).toEqual([{ ...first, status: 'retry' }]);
  });
});
