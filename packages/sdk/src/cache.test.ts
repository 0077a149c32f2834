import { expect, test } from 'vitest';
import { Cache, type CacheListener } from './cache.js';
import { CONVERSATION, ME, messageAt, PEER } from './cache/samples.js';
import { Persistence } from './persistence.js';
import { memoryStorage } from './platform/memory-storage.js';

const clock = { now: () => 0, setTimeout: () => () => undefined };
const nobody = new Proxy({}, { get: () => () => undefined }) as CacheListener;

test('what was asked for before the cache began anew is asked for again', async () => {
  const persistence = new Persistence({ storage: memoryStorage(), clock, warn: () => undefined });
  const cache = new Cache({ persistence, myId: () => '1', listener: nobody });
  let asked = 0;
  const answer = await cache.current(async () => {
    asked += 1;
    // While the first answer is on its way, the server says that the device begins anew.
    if (asked === 1) cache.replaceWith([], 7, false);
    return asked;
  });
  expect([answer, asked]).toEqual([2, 2]);
  expect(await cache.current(() => Promise.resolve('as it is'))).toBe('as it is');
});

test('an open timeline takes the messages of a page at once, before anybody is told of the first', () => {
  const persistence = new Persistence({ storage: memoryStorage(), clock, warn: () => undefined });
  const seen: (readonly number[])[] = [];
  const held = new Set<unknown>();
  const messageApplied = (): void => {
    const { messages } = cache.openTimeline(CONVERSATION);
    held.add(messages);
    seen.push([...messages.keys()]);
  };
  const listener = new Proxy({} as CacheListener, {
    get: (_, name) => (name === 'messageApplied' ? messageApplied : () => undefined),
  });
  const cache = new Cache({ persistence, myId: () => ME, listener });
  cache.openTimeline(CONVERSATION);
  const seqs = Array.from({ length: 1_000 }, (_, index) => index + 1);
  cache.applyEntries(
    seqs.map((seq) => ({
      ...{ v: 1 as const, kind: 'message' as const, inboxSeq: seq, conversationId: CONVERSATION, seq, rev: seq + 1 },
      message: messageAt([PEER], seq),
    })),
  );
  expect([seen.length, held.size]).toEqual([1_000, 1]);
  expect(seen[0]).toEqual(seqs);
});
