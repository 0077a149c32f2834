import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chatOnGone,
  chatOnHead,
  chatOnItem,
  chatOnMessage,
  chatOnRead,
  type ChatState,
  emptyChat,
  itemOf,
  mergeChats,
} from './chat.js';
import { CONVERSATION, itemAt, ME, messageAt, PEER } from './samples.js';

/** A conversation's history: who sent what; everything that a device may hear is derived from it. */
const history = fc.array(fc.constantFrom(ME, PEER), { minLength: 1, maxLength: 12 });

describe('a head that is told without its messages', () => {
  const head = fc.record({ seq: fc.nat(50), rev: fc.nat(50), ord: fc.nat(50), at: fc.nat(5_000) });

  test('moves the row and its unread, only forward, in any order and however often', () => {
    fc.assert(
      fc.property(history, fc.array(head, { minLength: 1, maxLength: 6 }), (senders, heads) => {
        const row = chatOnItem(emptyChat(CONVERSATION), itemAt(senders, senders.length, 0), 1);
        const told = heads.reduce(chatOnHead, row);
        const again = heads.toReversed().reduce(chatOnHead, told);
        expect(again).toBe(told);
        expect(itemOf(heads.toReversed().reduce(chatOnHead, row))).toEqual(itemOf(told));
        const ord = Math.max(senders.length, ...heads.map((one) => one.ord));
        expect(itemOf(told)).toMatchObject({ head: { ord }, unread: ord - itemAt(senders, senders.length, 0).readOrd });
        expect(itemOf(told)?.lastMessage).toEqual(itemOf(row)?.lastMessage);
      }),
    );
  });

  test('the message that belongs to it is shown when it comes, and what is gone stays gone', () => {
    const row = chatOnItem(emptyChat(CONVERSATION), itemAt([PEER, PEER], 1, 0), 1);
    const told = chatOnHead(row, { seq: 2, rev: 3, ord: 2, at: 2_000 });
    expect(itemOf(chatOnMessage(told, messageAt([PEER, PEER], 2), ME))).toMatchObject({
      lastMessage: { seq: 2 },
      unread: 2,
    });
    const gone = chatOnGone(row, undefined, 2);
    expect(chatOnHead(gone, { seq: 9, rev: 9, ord: 9, at: 9 })).toBe(gone);
  });

  test('a stored state keeps it, and one of an earlier build does without', () => {
    const row = chatOnItem(emptyChat(CONVERSATION), itemAt([PEER], 1, 0), 1);
    const told = chatOnHead(row, { seq: 5, rev: 6, ord: 5, at: 2_000 });
    expect(itemOf(mergeChats(row, told))).toMatchObject({ head: { seq: 5 }, unread: 5 });
    const { told: _, ...earlier } = row;
    expect(itemOf(mergeChats(told, earlier as ChatState))).toMatchObject({ head: { seq: 5 } });
  });

  test('says that everybody is called; a later head, the message itself or a row takes it back', () => {
    const row = chatOnItem(emptyChat(CONVERSATION), itemAt([PEER], 1, 0), 1);
    const head = { seq: 3, rev: 4, ord: 3, at: 2_000 };
    const called = chatOnHead(row, { ...head, allSeq: 3 });
    expect(itemOf(called)?.mentionSeq).toBe(3);
    expect(itemOf(chatOnHead(called, { ...head, seq: 5, rev: 6 }))?.mentionSeq).toBe(3);
    expect(itemOf(mergeChats(row, called))?.mentionSeq).toBe(3);
    const taken = [
      chatOnHead(called, { ...head, rev: 7, allSeq: 0 }),
      chatOnItem(called, { ...itemAt([PEER, PEER, PEER], 3, 0), head: { seq: 3, rev: 7, ord: 3 } }, 2),
      chatOnMessage(called, { ...messageAt([PEER, PEER, PEER], 3), rev: 7 }, ME),
      chatOnRead(called, { readSeq: 3, readOrd: 3 }),
    ];
    expect(taken.map((state) => itemOf(state)?.mentionSeq)).toEqual([null, null, null, null]);
    // In whatever order they come.
    const reversed = chatOnHead(chatOnHead(row, { ...head, rev: 7, allSeq: 0 }), { ...head, allSeq: 3 });
    expect(itemOf(reversed)?.mentionSeq).toBeNull();
  });
});
