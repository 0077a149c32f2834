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

test('of other conversations nothing is read, and of this one each member once', async () => {
  for (let other = 0; other < 20; other++) {
    const id = idOn(databases.router, shard);
    const facts = { kind: 'group', hidden: false, departmentId: null, createdBy: '1', now: new Date() } as const;
    await createConversation(shard, { id, memberIds: memberIds.slice(0, 500), outboxId: null, ...facts });
  }
  await shard.pool.query('analyze member, member_interval, read_log');
  const client = await shard.pool.connect();
  try {
    const counted = async (): Promise<number> => {
      await client.query('select pg_stat_force_next_flush()');
      await client.query('select pg_stat_clear_snapshot()');
      const { rows } = await client.query<{ n: string }>(
        `select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read) as n from pg_stat_user_tables where relname in ('member', 'member_interval', 'read_log')`,
      );
      return Number(rows[0]?.n);
    };
    for (const [name, values] of [
      ['message_readers', [conversationId, askerId(), 150, true, '0', 50, '{}']],
      ['reader_counts', [conversationId, askerId(), '{3,150,299}', '{}']],
    ] as const) {
      const before = await counted();
      await client.query(textOf(name), [...values]);
      // Member and interval of each, and the times of one page.
      expect((await counted()) - before).toBeLessThan(2 * MEMBERS + 500);
    }
  } finally {
    client.release();
  }
});
