import type { Message, Replies } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { keysTouched, messageKey, messageWrites } from './stored-messages.js';

const message = (seq: number, extras: Partial<Message> = {}): Message => ({
  conversationId: '9',
  seq,
  rev: seq,
  ord: seq,
  messageId: String(seq),
  senderId: '1',
  clientMsgId: `c_message_${seq}`,
  sentAt: seq,
  content: { type: 'text', text: `message ${seq}` },
  ...extras,
});
const key = (seq: number): string => messageKey('9', seq);
const kept = (...messages: Message[]): Map<string, Message> => new Map(messages.map((one) => [key(one.seq), one]));
const reply = (seq: number, ord: number): Message => message(seq, { thread: { seq: 1, ord } });
const replies = (count: number): Replies => ({ count, lastSeq: 1 + count, lastAt: 1 + count, userIds: ['1'] });

describe('messages that are written', () => {
  test('keep the higher rev, and nothing is written that is there', () => {
    const stored = kept(message(1, { rev: 5 }), message(2));
    const waiting = kept(message(1), message(2), message(3));
    expect(messageWrites(waiting, stored)).toEqual([{ table: 'messages', put: key(3), value: message(3) }]);
  });

  test('count on the message that a reply hangs on, once for each reply', () => {
    const waiting = kept(reply(2, 1), reply(3, 2));
    expect(keysTouched(waiting)).toEqual([key(2), key(3), key(1)]);
    const stored = kept(message(1));
    const writes = messageWrites(waiting, stored);
    expect(writes).toContainEqual({ table: 'messages', put: key(1), value: message(1, { replies: replies(2) }) });
    const after = kept(message(1, { replies: replies(2) }), reply(2, 1), reply(3, 2));
    expect(messageWrites(waiting, after)).toEqual([]);
  });

  test('keep what was known of the thread when the message is changed, by a telling that says nothing of it', () => {
    const stored = kept(message(1, { replies: replies(2) }));
    const edited = message(1, { rev: 9, content: { type: 'text', text: 'edited' } });
    expect(messageWrites(kept(edited), stored)).toEqual([
      { table: 'messages', put: key(1), value: { ...edited, replies: replies(2) } },
    ]);
  });

  test('take what is pulled of the thread, though the message is the same', () => {
    const stored = kept(message(1, { replies: replies(1) }));
    const pulled = message(1, { replies: replies(4) });
    expect(messageWrites(kept(pulled), stored)).toEqual([{ table: 'messages', put: key(1), value: pulled }]);
  });

  test('that are removed stay so, whatever replies hang on them', () => {
    const waiting = new Map<string, Message | null>([[key(1), null], ...kept(reply(2, 1))]);
    const writes = messageWrites(waiting, kept(message(1)));
    expect(writes).toContainEqual({ table: 'messages', remove: key(1) });
    expect(writes).toHaveLength(2);
  });
});
