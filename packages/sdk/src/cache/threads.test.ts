import type { Message, ThreadItem } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { emptyThread, itemOnMessage, threadOnDraftKept, threadOnRead, threadOnReply, threadOnTold } from './threads.js';

const at = { conversationId: '9', seq: 1 };
const message = (seq: number, extras: Partial<Message> = {}): Message => ({
  conversationId: '9',
  seq,
  rev: seq,
  ord: 1,
  messageId: String(seq),
  senderId: '2',
  clientMsgId: `c_message_${seq}`,
  sentAt: seq * 10,
  content: { type: 'text', text: `message ${seq}` },
  ...extras,
});
const reply = (seq: number, ord: number, rev = seq): Message => message(seq, { rev, thread: { seq: 1, ord } });

describe('what is mine about a thread', () => {
  test('counts on with each reply, whichever comes first; who replies has read up to there', () => {
    const one = threadOnReply(threadOnReply(emptyThread(at), reply(4, 2), false), reply(3, 1), false);
    expect(one).toMatchObject({ count: 2, lastSeq: 4, lastAt: 40, readOrd: 0 });
    expect(threadOnReply(one, reply(5, 3), true)).toMatchObject({ count: 3, readOrd: 3 });
  });

  test('is the same object when nothing is new', () => {
    const state = { ...emptyThread(at), count: 2, readOrd: 1, version: 3, following: true };
    expect(threadOnTold(state, { ...state, readOrd: 0, version: 2, following: false })).toBe(state);
    expect(threadOnRead(state, 1)).toBe(state);
    expect(threadOnReply(state, reply(3, 2), false)).toBe(state);
  });

  test('takes the answer to a draft, unless something was typed since', () => {
    const told = { text: 'a', updatedAt: 90 };
    const kept = { text: 'a', updatedAt: 50 };
    const typed = { ...emptyThread(at), draft: told };
    expect(threadOnDraftKept(typed, { told, kept }).draft).toEqual(kept);
    const since = { ...typed, draft: { text: 'ab', updatedAt: 91 } };
    expect(threadOnDraftKept(since, { told, kept }).draft).toEqual(since.draft);
  });
});

describe('a thread in the list', () => {
  const item: Pick<ThreadItem, 'seq' | 'root' | 'last'> = { seq: 1, root: message(1), last: reply(3, 2) };

  test('has the newest reply last, as it is now', () => {
    expect(itemOnMessage(item, reply(4, 3)).last?.seq).toBe(4);
    expect(itemOnMessage(item, reply(3, 2, 9)).last?.rev).toBe(9);
    expect(itemOnMessage(item, reply(2, 1, 8))).toBe(item);
  });

  test('follows what becomes of its message, and of no other', () => {
    expect(itemOnMessage(item, message(1, { rev: 7 })).root?.rev).toBe(7);
    expect(itemOnMessage(item, message(1, { rev: 0 }))).toBe(item);
    expect(itemOnMessage(item, message(2))).toBe(item);
    const hidden = { ...item, root: null };
    expect(itemOnMessage(hidden, message(1, { rev: 7 }))).toBe(hidden);
  });
});
