import { LIMITS, type Replies, type ThreadState } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeThread, mergeReplies, mergeThread, unreadReplies, withReply } from './thread.js';

const nothing: ThreadState = {
  conversationId: '1',
  seq: 1,
  count: 0,
  lastSeq: 0,
  lastAt: 0,
  readOrd: 0,
  following: false,
  version: 0,
  draft: null,
};

/** Tellings of one thread: each count has its last reply, each version its decision. */
const telling: fc.Arbitrary<ThreadState> = fc
  .record({
    count: fc.integer({ min: 0, max: 6 }),
    readOrd: fc.integer({ min: 0, max: 6 }),
    version: fc.integer({ min: 0, max: 4 }),
    draft: fc.option(fc.record({ text: fc.string({ maxLength: 2 }), updatedAt: fc.integer({ min: 1, max: 4 }) })),
  })
  .map(({ count, version, ...rest }) => ({
    ...nothing,
    ...rest,
    count,
    version,
    lastSeq: count * 10,
    lastAt: count * 1_000,
    following: version % 2 === 1,
  }));
const all = (tellings: readonly ThreadState[]): ThreadState => tellings.reduce(mergeThread, nothing);

describe('tellings of a thread', () => {
  test('commute, associate and repeat without effect', () => {
    fc.assert(
      fc.property(fc.array(telling), fc.array(telling), (some, others) => {
        const state = all([...some, ...others]);
        expect(all([...others, ...some])).toEqual(state);
        expect(mergeThread(all(some), all(others))).toEqual(state);
        expect(all([...some, ...others, ...some])).toEqual(state);
      }),
    );
  });

  test('never take back what was read or said', () => {
    fc.assert(
      fc.property(telling, telling, (a, b) => {
        const state = mergeThread(a, b);
        expect(state.readOrd).toBe(Math.max(a.readOrd, b.readOrd));
        expect(state.count).toBe(Math.max(a.count, b.count));
        expect(state.lastSeq).toBe(state.count * 10);
        expect(state.following).toBe(Math.max(a.version, b.version) % 2 === 1);
      }),
    );
  });
});

describe('a change of a thread', () => {
  test('reads on, never back and never past the last reply', () => {
    fc.assert(
      fc.property(telling, fc.nat(9), (before, readOrd) => {
        const after = changeThread(before, { readOrd }) ?? before;
        expect(after.readOrd).toBe(Math.max(before.readOrd, Math.min(readOrd, before.count)));
        expect({ ...after, readOrd: 0 }).toEqual({ ...before, readOrd: 0 });
      }),
    );
  });

  test('asked for twice is done once', () => {
    fc.assert(
      fc.property(telling, fc.boolean(), (before, following) => {
        const after = changeThread(before, { following });
        expect(after === null).toBe(before.following === following);
        expect(changeThread(after ?? before, { following })).toBeNull();
        expect((after ?? before).following).toBe(following);
        expect((after ?? before).version).toBe(before.version + (after === null ? 0 : 1));
      }),
    );
  });
});

test('only what is followed is unread', () => {
  expect(unreadReplies({ following: true, count: 5, readOrd: 2 })).toBe(3);
  expect(unreadReplies({ following: false, count: 5, readOrd: 2 })).toBe(0);
  expect(unreadReplies({ following: true, count: 1, readOrd: 2 })).toBe(0);
});

describe('replies counted by a device', () => {
  const reply = (ord: number): Parameters<typeof withReply>[1] => ({
    seq: 10 + ord,
    sentAt: 1_000 + ord,
    senderId: String(1 + (ord % 5)),
    thread: { seq: 10, ord },
  });

  test('come to the same count in any order, with what was pulled meanwhile', () => {
    const pulled = (count: number): Replies | undefined =>
      count === 0 ? undefined : { count, lastSeq: 10 + count, lastAt: 1_000 + count, userIds: [reply(count).senderId] };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 })), fc.nat(9), fc.nat(20), (ords, count, place) => {
        let known: Replies | undefined;
        ords.forEach((ord, index) => {
          if (index === place) known = mergeReplies(known, pulled(count));
          known = withReply(known, reply(ord));
        });
        if (place >= ords.length) known = mergeReplies(pulled(count), known);
        const highest = Math.max(0, count, ...ords);
        expect(known?.count ?? 0).toBe(highest);
        if (known === undefined) return;
        expect(known).toMatchObject({ lastSeq: 10 + highest, lastAt: 1_000 + highest });
        expect(known.userIds[0]).toBe(reply(highest).senderId);
        expect(known.userIds.length).toBeLessThanOrEqual(LIMITS.repliersListed);
        expect(new Set(known.userIds).size).toBe(known.userIds.length);
      }),
    );
  });

  test('a message that is no reply says nothing of a thread', () => {
    const { thread: _, ...message } = reply(1);
    expect(withReply(undefined, message)).toBeUndefined();
  });
});
