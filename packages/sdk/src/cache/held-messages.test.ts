import type { Message } from '@parley/contract';
import { rangesOf } from '@parley/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, type HeldMessages, indexOf, withMessages } from './held-messages.js';

const anyMessage = fc
  .record({ seq: fc.integer({ min: 1, max: 30 }), isReply: fc.boolean() })
  .map(({ seq, isReply }): Message => {
    const thread = isReply ? { thread: { seq: 1, ord: seq } } : {};
    const ids = { conversationId: '9', messageId: String(seq), senderId: '1', clientMsgId: `c_message_${seq}` };
    return { ...ids, seq, rev: seq, ord: seq, sentAt: seq, content: { type: 'text', text: 'said' }, ...thread };
  });
const parts = fc.array(fc.array(anyMessage, { maxLength: 8 }), { maxLength: 8 });

describe('the order of what is held', () => {
  test('is after any puts what it is when it is made anew', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 31 }), fc.integer({ min: 0, max: 31 }), (given, low, high) => {
        let held: HeldMessages = new Map();
        indexOf(held);
        for (const part of given) held = withMessages(held, new Map(part.map((one) => [one.seq, one])));
        const all = [...held.values()].filter(({ thread }) => thread === undefined).sort((a, b) => a.seq - b.seq);
        expect(indexOf(held)).toEqual({ ranges: rangesOf(held.keys()), flow: all });
        expect(indexOf(new Map(held))).toEqual(indexOf(held));
        expect(between(all, low, high)).toEqual(all.filter(({ seq }) => seq >= low && seq <= high));
      }),
    );
  });

  test('leaves what was held as it was', () => {
    const message = (seq: number): Message => ({
      ...{ conversationId: '9', messageId: String(seq), senderId: '1', clientMsgId: `c_message_${seq}` },
      ...{ seq, rev: seq, ord: seq, sentAt: seq, content: { type: 'text', text: 'said' } },
    });
    const held = withMessages(new Map(), new Map([[2, message(2)]]));
    const { flow } = indexOf(held);
    const next = withMessages(held, new Map([[1, message(1)]]));
    expect([flow.length, held.size, indexOf(held).flow === flow]).toEqual([1, 1, true]);
    expect(indexOf(next).flow.map(({ seq }) => seq)).toEqual([1, 2]);
  });
});
