import type { Message } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageKey } from '../stored-messages.js';
import {
  cachedPageHigh,
  cachedPageLow,
  contiguousFrom,
  emptyTimeline,
  timelineGaps,
  timelineOnHead,
  timelineOnLoaded,
  timelineOnMessages,
  timelineOnPurged,
  timelineTrimmed,
  timelineWithWindow,
  flowMessages,
  repliesFrom,
  seenTo,
} from './timeline.js';

const message = (seq: number, rev = seq, text = `${seq}.${rev}`): Message => ({
  conversationId: '9',
  seq,
  rev,
  ord: seq,
  messageId: String(seq),
  senderId: '1',
  clientMsgId: `c_message_${seq}`,
  sentAt: seq,
  content: { type: 'text', text },
});

const versions = fc.array(
  fc
    .record({ seq: fc.integer({ min: 1, max: 20 }), edit: fc.integer({ min: 0, max: 3 }) })
    .map(({ seq, edit }) => message(seq, seq + edit * 20)),
  { maxLength: 40 },
);
const open = timelineWithWindow(emptyTimeline('9'), { low: 1, high: null });
const stored = (): ReadonlySet<string> => new Set();
const view = (state: typeof open): string[] => flowMessages(state).map(({ content }) => content.text ?? '');

describe('a timeline', () => {
  test('is sorted by seq with the highest rev of each message, in whatever order and parts they come', () => {
    fc.assert(
      fc.property(versions, fc.nat(40), (given, cut) => {
        const whole = timelineOnMessages(open, given);
        const parts = timelineOnMessages(timelineOnMessages(open, given.slice(cut).reverse()), given.slice(0, cut));
        expect(view(parts)).toEqual(view(whole));
        expect(parts.head).toEqual(whole.head);
        const newest = new Map<number, number>();
        for (const { seq, rev } of given) newest.set(seq, Math.max(newest.get(seq) ?? 0, rev));
        const expected = [...newest].sort(([a], [b]) => a - b).map(([seq, rev]) => `${seq}.${rev}`);
        expect(view(whole)).toEqual(expected);
        expect(view(timelineOnMessages(whole, given))).toEqual(expected);
      }),
    );
  });

  test('what is purged stays away, whichever is heard first, and is no gap', () => {
    const purged = [{ from: 2, to: 4 }];
    const given = [1, 2, 3, 5].map((seq) => message(seq));
    const after = timelineOnPurged(timelineOnMessages(open, given), purged);
    const before = timelineOnMessages(timelineOnPurged(open, purged), given);
    for (const state of [after, before]) {
      expect(view(state)).toEqual(['1.1', '5.5']);
      expect(timelineGaps(state)).toEqual([]);
    }
  });

  test('gaps are what is missing between the window and the head, and close when it comes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 30 })), fc.integer({ min: 0, max: 30 }), (seqs, head) => {
        const state = timelineOnHead(
          timelineOnMessages(
            open,
            seqs.map((seq) => message(seq)),
          ),
          { seq: head, rev: head },
        );
        const missing = timelineGaps(state).flatMap(({ from, to }) =>
          Array.from({ length: to - from + 1 }, (_, at) => from + at),
        );
        const top = Math.max(head, ...seqs);
        const expected = Array.from({ length: top }, (_, at) => at + 1).filter((seq) => !seqs.includes(seq));
        expect(missing).toEqual(top > 0 ? expected : []);
        expect(
          timelineGaps(
            timelineOnMessages(
              state,
              missing.map((seq) => message(seq)),
            ),
          ),
        ).toEqual([]);
      }),
    );
  });

  test('shows and repairs only its window', () => {
    const state = timelineOnMessages(
      emptyTimeline('9'),
      [1, 5, 6, 8, 20].map((seq) => message(seq)),
    );
    expect(flowMessages(state)).toEqual([]);
    expect(timelineGaps(state)).toEqual([]);
    const jumped = timelineWithWindow(state, { low: 5, high: 9 });
    expect(view(jumped)).toEqual(['5.5', '6.6', '8.8']);
    expect(timelineGaps(jumped)).toEqual([
      { from: 7, to: 7 },
      { from: 9, to: 9 },
    ]);
  });

  test('nothing before the first seq that I may see is missed', () => {
    const state = timelineOnLoaded(timelineOnMessages(open, [message(5)]), { head: { seq: 5, rev: 5 }, firstSeq: 5 });
    expect(timelineGaps(state)).toEqual([]);
  });

  test('knows how far down it is without gaps', () => {
    const state = timelineOnMessages(
      open,
      [3, 4, 7, 8, 9].map((seq) => message(seq)),
    );
    expect(contiguousFrom(state, 9)).toBe(7);
    expect(contiguousFrom(state, 5)).toBe(6);
    expect(cachedPageLow(state, 9)).toBeNull();
    const all = timelineOnMessages(
      open,
      Array.from({ length: 120 }, (_, at) => message(at + 1)),
    );
    expect(cachedPageLow(all, 100)).toBe(51);
    expect(cachedPageLow(all, 30)).toBe(1);
    expect(cachedPageHigh(all, 1)).toBe(50);
    expect(cachedPageHigh(all, 90)).toBe(120);
    expect(cachedPageHigh(state, 3)).toBeNull();
  });

  test('that is trimmed shows half of the most, around what is read, without a gap, and holds nothing else', () => {
    const around = fc.integer({ min: 0, max: 90 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), around, fc.integer({ min: 1, max: 20 }), (count, read, half) => {
        const given = Array.from({ length: count }, (_, at) => message(at + 1));
        const state = timelineWithWindow(timelineOnMessages(open, given), { low: 1, high: null });
        const most = half * 2;
        const trimmed = timelineTrimmed(state, { around: read, most, unstored: stored, threads: new Set() });
        expect(trimmed === state).toBe(count <= most);
        if (count <= most) return;
        const seqs = flowMessages(trimmed).map(({ seq }) => seq);
        const [low = 0] = seqs;
        expect(seqs).toEqual(Array.from({ length: half }, (_, at) => low + at));
        expect(Math.abs(low + half / 2 - read)).toBeLessThanOrEqual(
          low === 1 || low + half - 1 === count ? Number.POSITIVE_INFINITY : 1,
        );
        expect([...trimmed.messages.keys()]).toEqual(seqs);
        expect(timelineGaps(trimmed)).toEqual([]);
        // Who reads the end goes on following it, and the beginning is known as such.
        expect(trimmed.window?.high ?? count).toBe(low + half - 1);
        expect(trimmed.window?.high === null).toBe(low + half - 1 === count);
        expect(timelineTrimmed(trimmed, { around: read, most, unstored: stored, threads: new Set() })).toBe(trimmed);
      }),
    );
  });

  test('that is trimmed keeps the threads that are looked at, and lets go of what came beyond its window', () => {
    const reply = (seq: number, root: number): Message => ({ ...message(seq), thread: { seq: root, ord: 1 } });
    const given = [
      ...[1, 2, 3, 4, 5, 6].map((seq) => message(seq)),
      ...[reply(7, 1), reply(8, 2)],
      ...[9, 10, 11, 12].map((seq) => message(seq)),
    ];
    const trimmed = timelineTrimmed(timelineOnMessages(open, given), {
      around: 12,
      most: 4,
      unstored: stored,
      threads: new Set([1]),
    });
    expect([...trimmed.messages.keys()]).toEqual([1, 7, 11, 12]);
    const all = timelineOnMessages(open, given);
    const kept = timelineTrimmed(all, {
      around: 12,
      most: 4,
      unstored: () => new Set([3, 8].map((seq) => messageKey('9', seq))),
      threads: new Set([1]),
    });
    expect(view(kept)).toEqual(view(trimmed));
    expect([...kept.messages.keys()]).toEqual([1, 3, 7, 8, 11, 12]);
    const inThread = timelineOnMessages(
      open,
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((seq) => (seq === 1 ? message(1) : reply(seq, 1))),
    );
    expect(timelineTrimmed(inThread, { around: 1, most: 4, unstored: stored, threads: new Set([1]) })).toBe(inThread);
    const jumped = timelineWithWindow(all, { low: 1, high: 3 });
    const threads = new Set<number>();
    expect(timelineTrimmed(jumped, { around: 2, most: 6, unstored: stored, threads })).toBe(jumped);
    expect([...timelineTrimmed(jumped, { around: 2, most: 4, unstored: stored, threads }).messages.keys()]).toEqual([
      1, 2, 3,
    ]);
  });

  test('is the same object when nothing changes', () => {
    const state = timelineOnMessages(open, [message(1), message(2)]);
    expect(timelineOnMessages(state, [message(1), message(2)])).toBe(state);
    expect(timelineOnHead(state, { seq: 1, rev: 1 })).toBe(state);
    expect(timelineOnPurged(state, [])).toBe(state);
  });
});

describe('replies', () => {
  const reply = (seq: number, ord: number): Message => ({ ...message(seq), thread: { seq: 1, ord } });
  const told = (count: number): Message['replies'] => ({
    count,
    lastSeq: 1 + count,
    lastAt: 1 + count,
    userIds: ['1'],
  });
  const tellings = fc.shuffledSubarray([
    message(1),
    { ...message(1), replies: told(2) },
    message(1, 30),
    reply(2, 1),
    reply(3, 2),
    reply(4, 3),
    message(5),
  ]);

  test('are counted under their message in whatever order they come and however much is pulled of them', () => {
    fc.assert(
      fc.property(tellings, tellings, (some, others) => {
        const given = [...some, ...others];
        const state = timelineOnMessages(timelineOnMessages(open, some), others);
        const count = Math.max(0, ...given.map(({ thread, replies }) => thread?.ord ?? replies?.count ?? 0));
        expect(state.replies.get(1)?.count ?? 0).toBe(count);
        expect(timelineOnMessages(state, given)).toBe(state);
        expect(flowMessages(state).map(({ seq }) => seq)).toEqual(
          [...new Set(given.filter(({ thread }) => thread === undefined).map(({ seq }) => seq))].sort((a, b) => a - b),
        );
      }),
    );
  });

  test('are no gaps, and are seen with what stands before them', () => {
    const state = timelineOnMessages(open, [message(1), reply(2, 1), reply(3, 2), message(4), reply(5, 3)]);
    expect(timelineGaps(state)).toEqual([]);
    expect([seenTo(state, 1), seenTo(state, 4), seenTo(state, 3)]).toEqual([3, 5, 3]);
    expect(repliesFrom(state, { root: 1, low: 3 }).map(({ seq }) => seq)).toEqual([3, 5]);
  });
});
