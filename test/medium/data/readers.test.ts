import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  advanceReads,
  appendBatch,
  createConversation,
  messageReaders,
  readerCounts,
  type Reader,
  type ReaderPlace,
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
  for (let after: ReaderPlace | null = null; ;) {
    const ask = { conversationId, askerId: askerId(), seq, read, after, limit: 999, silent: [] };
    const page = await messageReaders(shard, ask);
    if (typeof page === 'string') throw new Error(page);
    found.push(...page.readers);
    after = page.next;
    if (after === null) return found;
  }
}

test('ten thousand people are in one of the two lists each, and the counts say in which', async () => {
  const watermark = (n: number): number => n % (SEQS + 1);
  const others = range(1, MEMBERS - 1).toSorted((a, b) => watermark(a) - watermark(b) || a - b);
  const idsOf = (has: (n: number) => boolean): (string | undefined)[] => others.filter(has).map((n) => memberIds[n]);
  for (const seq of [1, 64, 65, 150, SEQS]) {
    const [read, unread] = [await all(seq, true), await all(seq, false)];
    expect(read.map(({ userId }) => userId)).toEqual(idsOf((n) => watermark(n) >= seq));
    expect(unread.map(({ userId }) => userId)).toEqual(idsOf((n) => watermark(n) < seq));
    expect([read.every(({ at }) => at !== null), unread.every(({ at }) => at === null)]).toEqual([true, true]);
  }
  const seqs = range(1, SEQS).filter((seq) => seq % 3 === 0);
  const counts = await readerCounts(shard, { conversationId, askerId: askerId(), seqs, silent: [] });
  const has = (seq: number): number => idsOf((n) => watermark(n) >= seq).length;
  expect(counts).toEqual(seqs.map((seq) => ({ seq, read: has(seq), unread: MEMBERS - 1 - has(seq) })));
});

/** Pages of the database's memory that a statement touched, those inside of functions too. */
async function pagesTouched(name: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await shard.pool.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `explain (analyze, buffers, timing off, format json) ${textOf(name)}`,
    [...values],
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
  return (plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN);
}

/** A group in which somebody has said one thing, and the n-th member has read on from there or not. */
async function groupOf(members: number): Promise<string> {
  const id = idOn(databases.router, shard);
  const ids = memberIds.slice(0, members);
  const facts = { kind: 'group', hidden: false, departmentId: null, createdBy: '1', outboxId: null } as const;
  await createConversation(shard, { id, memberIds: ids, now: new Date(), ...facts });
  const rows = range(1, 2).map(() => aRow({ conversationId: id, senderId: ids[0] ?? '' }));
  await appendBatch(shard, { rows, now: Date.now(), outboxId: newId() });
  const reports = ids.map((userId, n) => ({ conversationId: id, userId, seq: 1 + (n % 2) }));
  await advanceReads(shard, { reports, now: Date.now(), outboxId: newId() });
  return id;
}

test.each(['right after it grew', 'when the database knows its size'])(
  'a page and the counts of a large group cost what the page has, not what the group has (%s)',
  async (when) => {
    const groups = [await groupOf(500), await groupOf(5_000)];
    if (when !== 'right after it grew') await shard.pool.query('analyze');
    const costs = [];
    for (const id of groups) {
      const pages = [true, false].map(
        (read) => ['message_readers', [id, askerId(), 2, read, -1, 0, 50, '{}', 100]] as const,
      );
      const all = [...pages, ['reader_counts', [id, askerId(), '{1,2}', '{}']] as const];
      costs.push(
        await all.reduce(
          async (sum, [name, values]) => (await sum) + (await pagesTouched(name, values)),
          Promise.resolve(0),
        ),
      );
    }
    const [small = NaN, large = NaN] = costs;
    expect(large).toBeLessThan(1.5 * small);
  },
);
