import { advanceReads, appendBatch, counterDrift, createConversation, type Shard } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { range } from '../support/wire.js';
import { aRow, freshDatabases, idOn, newId, type TestDatabases } from './databases.js';

let databases: TestDatabases;
let shard: Shard;
beforeAll(async () => {
  databases = await freshDatabases();
  shard = databases.router.byId(0);
});
afterAll(() => databases.drop());

async function aTalk(messages: number, memberIds = [newId(), newId()]): Promise<string> {
  const [one = ''] = memberIds;
  const id = idOn(databases.router, shard);
  const facts = { kind: 'direct', hidden: false, departmentId: null, createdBy: one, now: new Date() } as const;
  await createConversation(shard, { id, memberIds, outboxId: null, ...facts });
  const rows = Array.from({ length: messages }, (_, n) =>
    aRow({ conversationId: id, senderId: one, countsAsUnread: n % 4 !== 0, kind: n % 4 === 0 ? 2 : 1 }),
  );
  if (rows.length > 0) await appendBatch(shard, { rows, now: Date.now(), outboxId: newId() });
  return id;
}

const found = async (id: string): Promise<string[]> =>
  (await counterDrift(shard, null, 1_000)).drifts
    .filter(({ conversationId }) => conversationId === id)
    .map(({ what, seq, expected, found: counted }) => `${what} at ${seq}: ${counted}, not ${expected}`);

test('what adds up is not reported: nothing said, system messages between, a purge at the start, in the middle, at the end', async () => {
  const talks = await Promise.all([aTalk(0), aTalk(1), aTalk(20), aTalk(20), aTalk(20)]);
  const purges: [number, number][] = [
    [1, 5],
    [8, 11],
    [15, 20],
  ];
  for (const [index, [from, to]] of purges.entries()) {
    await shard.tx(async (tx) => {
      const values = [talks[index + 2], from, to];
      await tx.query(
        `insert into purged_range select conversation_id, $2, $3, ord, now() from message where conversation_id = $1 and seq = $3`,
        values,
      );
      await tx.query('delete from message where conversation_id = $1 and seq between $2 and $3', values);
    });
  }
  for (const talk of talks) expect(await found(talk)).toEqual([]);
});

test.each([
  [
    'a count that skips',
    'update message set ord = ord + 1 where conversation_id = $1 and seq = 10',
    ['ord at 10: 8, not 7', 'ord at 11: 8, not 9'],
  ],
  ['a hole', 'delete from message where conversation_id = $1 and seq = 7', ['gap at 8: 8, not 7']],
  [
    'a head that counts too much',
    'update conversation_head set ord = ord + 2 where conversation_id = $1',
    ['head at 12: 11, not 9'],
  ],
  [
    'a head behind its messages',
    'update conversation_head set seq = 11 where conversation_id = $1',
    ['head at 11: 9, not 9'],
  ],
  [
    'a rev behind its messages',
    'update conversation_head set rev = 3 where conversation_id = $1',
    ['rev at 12: 3, not 12'],
  ],
  [
    'a reader beyond the head',
    'update member set read_seq = 99 where conversation_id = $1',
    ['read at 12: 99, not 12'],
  ],
  [
    'members miscounted',
    "update conversation set kind = 'group', member_count = 5 where id = $1",
    ['members at 12: 5, not 2'],
  ],
])('%s is found', async (_, damage, expected) => {
  const id = await aTalk(12);
  expect(await found(id)).toEqual([]);
  await shard.pool.query(damage, [id]);
  expect(await found(id)).toEqual(expected);
});

test.each([
  ['a member who is not among the readers', 'delete from reader where conversation_id = $1 and user_id = $2'],
  [
    'a level that lost somebody',
    'update reader_level set reading = reading - 1 where conversation_id = $1 and height = 3',
  ],
  [
    'a watermark that the readers do not know',
    'update member set read_seq = 1 where conversation_id = $1 and user_id = $2',
  ],
])('of a large group, %s is found', async (_, damage) => {
  const memberIds = range(1, 201).map(newId);
  const id = await aTalk(12, memberIds);
  const reports = memberIds.slice(0, 90).map((userId, n) => ({ conversationId: id, userId, seq: n % 13 }));
  await advanceReads(shard, { reports, now: Date.now(), outboxId: newId() });
  expect(await found(id)).toEqual([]);
  await shard.pool.query(`${damage} and $2::bigint is not null`, [id, memberIds[200]]);
  expect(await found(id)).toEqual(['readers at 12: 200, not 201']);
});

test('pages go from the newest conversation to the oldest and then end', async () => {
  const seen: number[] = [];
  let from: string | null = null;
  do {
    const page = await counterDrift(shard, from, 4);
    seen.push(page.conversations);
    from = page.next;
  } while (from !== null);
  const { rows } = await shard.pool.query<{ all: number }>('select count(*)::int as all from conversation_head');
  expect(seen.reduce((sum, count) => sum + count, 0)).toBe(rows[0]?.all);
});
