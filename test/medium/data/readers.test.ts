import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  advanceReads,
  appendBatch,
  createConversation,
  messageReaders,
  readerCounts,
  type Reader,
  type Shard,
} from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { range } from '../support/wire.js';
import { aRow, freshDatabases, idOn, newId, type TestDatabases } from './databases.js';

const MEMBERS = 10_000;
const SEQS = 300;

let databases: TestDatabases;
let shard: Shard;
let conversationId: string;
let memberIds: string[];

/** Ten thousand people, of whom the n-th has read up to n mod 301; the first has said everything. */
beforeAll(async () => {
  databases = await freshDatabases();
  shard = databases.router.byId(0);
  conversationId = idOn(databases.router, shard);
  memberIds = range(1, MEMBERS).map(newId);
  const facts = { kind: 'group', hidden: false, departmentId: null, now: new Date() } as const;
  await createConversation(shard, {
    ...facts,
    id: conversationId,
    createdBy: memberIds[0] ?? '',
    memberIds,
    outboxId: null,
  });
  const rows = range(1, SEQS).map(() => aRow({ conversationId, senderId: memberIds[0] ?? '' }));
  await appendBatch(shard, { rows, now: Date.now(), outboxId: newId() });
  const reports = memberIds.map((userId, n) => ({ conversationId, userId, seq: n % (SEQS + 1) }));
  await advanceReads(shard, { reports, now: Date.now(), outboxId: newId() });
});
afterAll(() => databases.drop());

const textOf = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../prisma/sql/query', `${name}.sql`), 'utf8');
const askerId = (): string => memberIds[1] ?? '';

async function all(seq: number, read: boolean): Promise<Reader[]> {
  const found: Reader[] = [];
  for (;;) {
    const after = found.at(-1)?.userId ?? '0';
    const page = await messageReaders(shard, {
      conversationId,
      askerId: askerId(),
      seq,
      read,
      after,
      limit: 999,
      silent: [],
    });
    if (typeof page === 'string') throw new Error(page);
    if (page.readers.length === 0) return found;
    found.push(...page.readers);
  }
}

test('ten thousand people are in one of the two lists each, and the counts say in which', async () => {
  for (const seq of [1, 150, SEQS]) {
    const [read, unread] = [await all(seq, true), await all(seq, false)];
    const has = (n: number): boolean => n % (SEQS + 1) >= seq;
    const others = memberIds.slice(1);
    expect(read.map(({ userId }) => userId)).toEqual(others.filter((_, index) => has(index + 1)));
    expect(unread.map(({ userId }) => userId)).toEqual(others.filter((_, index) => !has(index + 1)));
    expect([read.every(({ at }) => at !== null), unread.every(({ at }) => at === null)]).toEqual([true, true]);
  }
  const seqs = range(1, SEQS).filter((seq) => seq % 3 === 0);
  const counts = await readerCounts(shard, { conversationId, askerId: askerId(), seqs, silent: [] });
  const has = (seq: number): number => memberIds.slice(1).filter((_, index) => (index + 1) % (SEQS + 1) >= seq).length;
  expect(counts).toEqual(seqs.map((seq) => ({ seq, read: has(seq), unread: MEMBERS - 1 - has(seq) })));
});

type Plan = {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Join Filter'?: number;
  Plans?: Plan[];
};

/** Rows that the steps of a plan looked at, all in all. */
function rowsOf(plan: Plan): number {
  const { 'Actual Rows': rows, 'Actual Loops': loops, Plans: below = [] } = plan;
  const removed = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Join Filter'] ?? 0);
  return (rows + removed) * loops + below.reduce((sum, one) => sum + rowsOf(one), 0);
}

async function rowsLookedAt(name: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await shard.pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `explain (analyze, timing off, format json) ${textOf(name)}`,
    [...values],
  );
  const [found] = rows;
  if (found === undefined) throw new Error('a statement has a plan');
  return rowsOf(found['QUERY PLAN'][0].Plan);
}

/** A few steps for each member. */
async function readsEachOnce(id: string, asker: string): Promise<void> {
  expect(await rowsLookedAt('message_readers', [id, asker, 1, true, '0', 50, '{}'])).toBeLessThan(20 * MEMBERS);
  expect(await rowsLookedAt('reader_counts', [id, asker, '{1}', '{}'])).toBeLessThan(20 * MEMBERS);
}

const facts = { kind: 'group', hidden: false, departmentId: null, createdBy: '1', outboxId: null } as const;

test('of other conversations nothing is read, and of this one each member a few times', async () => {
  for (let other = 0; other < 20; other++) {
    const id = idOn(databases.router, shard);
    await createConversation(shard, { id, memberIds: memberIds.slice(0, 500), now: new Date(), ...facts });
  }
  await shard.pool.query('analyze member, member_interval, read_log');
  await readsEachOnce(conversationId, askerId());
});

test('a large group of which the statistics of the database know nothing yet is read as cheaply', async () => {
  for (let other = 0; other < 200; other++) {
    const id = idOn(databases.router, shard);
    await createConversation(shard, { id, memberIds: memberIds.slice(0, 3), now: new Date(), ...facts });
  }
  await shard.pool.query(`delete from member where conversation_id = $1`, [conversationId]);
  await shard.pool.query(`delete from member_interval where conversation_id = $1`, [conversationId]);
  await shard.pool.query('analyze member, member_interval, read_log, message');
  const id = idOn(databases.router, shard);
  await createConversation(shard, { id, memberIds, now: new Date(), ...facts });
  const rows = [aRow({ conversationId: id, senderId: memberIds[0] ?? '' })];
  await appendBatch(shard, { rows, now: Date.now(), outboxId: newId() });
  await readsEachOnce(id, askerId());
});
