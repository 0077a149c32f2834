import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unreadSend } from './unread-send.js';

const ids = { conversationId: '7340032178176', clientMsgId: 'c_01k9x3m8' };
const packet = (payload: object, ackId = '12'): string => `2${ackId}${JSON.stringify(['message.send', payload])}`;

describe('a send that nobody has read', () => {
  test('tells who it is, in whatever order its fields stand', () => {
    const content = { type: 'text', text: 'hello' };
    const found = { ackId: '12', ...ids, after: undefined };
    expect(unreadSend(packet({ ...ids, content }))).toEqual(found);
    expect(unreadSend(packet({ content, ...ids }))).toEqual(found);
    expect(unreadSend(packet({ content, ...ids, after: 'c_01k9x3m7' }))).toEqual({ ...found, after: 'c_01k9x3m7' });
  });

  test('is not misled by its text, whatever that says', () => {
    const trick = '"conversationId":"1","clientMsgId":"c_00000000","after":"c_00000000"';
    fc.assert(
      fc.property(fc.oneof(fc.constant(trick), fc.string()), (text) => {
        const content = { type: 'text', text: `${text}${trick}` };
        expect(unreadSend(packet({ content, ...ids }))).toEqual({ ackId: '12', ...ids, after: undefined });
      }),
    );
  });

  test('has to be read when it is something else, or its fields are not where they are thought to be', () => {
    for (const other of [
      '212["heartbeat",{}]',
      '2["message.send",{"conversationId":"1","clientMsgId":"c_00000000"}]',
      '3["message.send",{}]',
      packet({ conversationId: 'x', clientMsgId: 'c_00000000' }),
      packet({ conversationId: '1' }),
      packet({ conversationId: 1, clientMsgId: 'c_00000000' }),
      '212["message.send",{"conversationId": "1","clientMsgId":"c_00000000"}]',
      '212["message.send",{"conversationId":"1',
      '',
    ]) {
      expect(unreadSend(other)).toBeNull();
    }
  });
});
