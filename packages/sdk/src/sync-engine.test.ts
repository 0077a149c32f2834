import type { ClientAck } from '@parley/contract';
import { expect, test } from 'vitest';
import { Cache, type CacheListener } from './cache.js';
import { CONVERSATION, ME, messageAt, PEER } from './cache/samples.js';
import type { ChatListLoader } from './chat-list-loader.js';
import type { Connection } from './connection.js';
import { PULL_LIMIT } from './inbox-pages.js';
import { Persistence } from './persistence.js';
import { memoryStorage } from './platform/memory-storage.js';
import { SyncEngine } from './sync-engine.js';
import { settle } from './settle.js';

const clock = { now: () => 0, setTimeout: () => () => undefined };
const random = { number: () => 0.5, id: () => 'c_1' };
const warn = (): void => undefined;

type Page = ClientAck<'sync.pull'>;

function pageOf(from: number, to: number, latestSeq: number): Page {
  const entries = Array.from({ length: to - from + 1 }, (_, index) => {
    const seq = from + index;
    const place = { v: 1 as const, kind: 'message' as const, inboxSeq: seq, conversationId: CONVERSATION, seq };
    return { ...place, rev: seq + 1, message: messageAt([PEER], seq) };
  });
  return { incarnation: 'a', latestSeq, entries, hasMore: to < latestSeq, heads: [] };
}

/** A device whose cursor is at 0, and the order of what it asks for and puts in. */
function device(answer: (lastSeq: number) => Promise<Page>): { engine: SyncEngine; done: string[] } {
  const done: string[] = [];
  const listener = new Proxy({} as CacheListener, {
    get: (_, name) => (name === 'messageApplied' ? ({ seq }: { seq: number }) => done.push(`put in ${seq}`) : warn),
  });
  const persistence = new Persistence({ storage: memoryStorage(), clock, warn });
  const cache = new Cache({ persistence, myId: () => ME, listener });
  const request = (_: string, { lastSeq }: { lastSeq: number }): Promise<Page> => {
    done.push(`ask after ${lastSeq}`);
    return answer(lastSeq);
  };
  const connection = { online: true, synced: () => undefined, request } as unknown as Connection;
  const lists = new Proxy({} as ChatListLoader, { get: () => warn });
  const isLeader = (): boolean => false;
  const engine = new SyncEngine({
    ...{ connection, cache, lists, persistence, clock, random, warn, isLeader },
    headsTold: warn,
  });
  engine.startFrom({ incarnation: 'a', inboxSeq: 0 });
  return { engine, done };
}

test('the next page is on its way while one is put in', async () => {
  const { engine, done } = device((lastSeq) => Promise.resolve(pageOf(lastSeq + 1, lastSeq + 2, 6)));
  engine.pull();
  await settle();
  expect(done).toEqual([
    ...['ask after 0', 'ask after 2', 'put in 1', 'put in 2'],
    ...['ask after 4', 'put in 3', 'put in 4', 'put in 5', 'put in 6'],
  ]);
  expect(engine.cursor).toEqual({ incarnation: 'a', inboxSeq: 6 });
  expect(engine.pulling).toBe(false);
});

test('whole pages are asked for ahead, two at a time, up to the head', async () => {
  const head = PULL_LIMIT * 4 + 100;
  const { engine, done } = device((lastSeq) =>
    Promise.resolve(pageOf(lastSeq + 1, Math.min(lastSeq + PULL_LIMIT, head), head)),
  );
  engine.pull();
  await settle();
  const [first, second, third, fourth] = [1, 2, 3, 4].map((page) => page * PULL_LIMIT);
  const ends = [first, second, third, fourth].map((end) => `put in ${end}`);
  expect(done.filter((what) => what.startsWith('ask') || ends.includes(what))).toEqual([
    ...['ask after 0', `ask after ${first}`, `ask after ${second}`, `put in ${first}`],
    ...[`ask after ${third}`, `put in ${second}`, `ask after ${fourth}`, `put in ${third}`, `put in ${fourth}`],
  ]);
  expect(engine.cursor).toEqual({ incarnation: 'a', inboxSeq: head });
});

test('behind a page that ends early, what was asked for ahead is asked for anew, and one at a time', async () => {
  const short = PULL_LIMIT - 50;
  const head = PULL_LIMIT + short * 3;
  const { engine, done } = device((lastSeq) => {
    const size = lastSeq === 0 ? PULL_LIMIT : short;
    return Promise.resolve(pageOf(lastSeq + 1, Math.min(lastSeq + size, head), head));
  });
  engine.pull();
  await settle();
  expect(done.filter((what) => what.startsWith('ask'))).toEqual(
    [0, PULL_LIMIT, PULL_LIMIT * 2, PULL_LIMIT + short, PULL_LIMIT + short * 2].map((after) => `ask after ${after}`),
  );
  expect(engine.cursor).toEqual({ incarnation: 'a', inboxSeq: head });
  expect(done.filter((what) => what.startsWith('put in'))).toEqual(
    Array.from({ length: head }, (_, index) => `put in ${index + 1}`),
  );
});

test('a next page that fails leaves what was put in, and the cursor there', async () => {
  const { engine } = device((lastSeq) =>
    lastSeq === 0 ? Promise.resolve(pageOf(1, 2, 4)) : Promise.reject(new Error('cut off')),
  );
  engine.pull();
  await settle();
  expect(engine.cursor).toEqual({ incarnation: 'a', inboxSeq: 2 });
  expect(engine.pulling).toBe(false);
});

test('what an older connection asked for ahead is not put in', async () => {
  const late = Promise.withResolvers<Page>();
  const { engine, done } = device((lastSeq) => (lastSeq === 0 ? Promise.resolve(pageOf(1, 2, 4)) : late.promise));
  engine.pull();
  await settle();
  engine.down();
  late.resolve(pageOf(3, 4, 4));
  await settle();
  expect(done).toEqual(['ask after 0', 'ask after 2', 'put in 1', 'put in 2']);
  expect(engine.cursor).toEqual({ incarnation: 'a', inboxSeq: 2 });
});

test('where a tab takes over meanwhile, what was asked for ahead does not hide what it forgot', async () => {
  const late = Promise.withResolvers<Page>();
  let answered = 0;
  const { engine } = device((lastSeq) => {
    answered += 1;
    if (answered === 2) return late.promise;
    return Promise.resolve(pageOf(lastSeq + 1, Math.min(lastSeq + 2, 4), 4));
  });
  engine.pull();
  await settle();
  engine.startFrom({ incarnation: 'a', inboxSeq: 1 });
  engine.pull();
  late.resolve(pageOf(3, 4, 4));
  await settle();
  expect(engine.cursor).toEqual({ incarnation: 'a', inboxSeq: 4 });
});
