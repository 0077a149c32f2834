import type { TimelineMessage } from '@parley/sdk';
import { expect, it } from 'vitest';
import { firstNewReply } from './first-new';

function reply(ord: number | null, mine = false): TimelineMessage {
  return {
    key: `m${ord}`,
    conversationId: '1',
    clientMsgId: `client-${ord}`,
    messageId: null,
    seq: ord === null ? null : 10 + ord,
    ord: 1,
    senderId: mine ? '7' : '8',
    mine,
    at: 1,
    content: { type: 'text', text: 'a reply' },
    edited: null,
    reactions: [],
    pinned: null,
    thread: { seq: 1, ord },
    replies: null,
    state: 'sent',
    cancellable: false,
    error: null,
  };
}

it.each([
  ['not known yet', [reply(1)], null, null],
  ['all read', [reply(1), reply(2)], 2, null],
  ['the first of others behind what was read', [reply(1), reply(2, true), reply(3), reply(4)], 1, 13],
  ['only mine', [reply(1), reply(2, true), reply(null, true)], 1, null],
])('%s', (_, messages, readOrd, expected) => {
  expect(firstNewReply(messages, readOrd)).toBe(expected);
});
