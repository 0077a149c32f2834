import type { TimelineMessage } from '@parley/sdk';
import { DEFAULT_SETTINGS } from '@parley/core';
import { describe, expect, it } from 'vitest';
import { type ActContext, actsOf } from './acts';

const message: TimelineMessage = {
  key: 'm1',
  conversationId: '1',
  clientMsgId: 'client-1',
  messageId: '1001',
  seq: 1,
  ord: 1,
  senderId: '7',
  mine: true,
  at: 1_000_000,
  content: { type: 'text', text: 'hello' },
  edited: null,
  reactions: [],
  pinned: null,
  thread: null,
  replies: null,
  state: 'sent',
  cancellable: false,
  error: null,
};
const me: ActContext = {
  myId: '7',
  myRole: null,
  now: 1_060_000,
  policy: { editWindowMs: 3_600_000, recallWindowMs: 120_000 },
  rules: null,
  saved: false,
  mayPost: true,
  inThread: false,
  readers: false,
};

const inGroup: ActContext = { ...me, myRole: 'member', rules: { archived: false, settings: DEFAULT_SETTINGS } };

describe('what is offered for a message', () => {
  it.each([
    ['mine, just sent', message, me, 'reply thread forward select copy link save edit pin recall hide'],
    [
      'mine, a while ago',
      message,
      { ...me, now: 1_200_000 },
      'reply thread forward select copy link save edit pin hide',
    ],
    ['mine, long ago', message, { ...me, now: 9_000_000 }, 'reply thread forward select copy link save pin hide'],
    ["another's", message, { ...me, myId: '8' }, 'reply thread forward select copy link save why pin hide'],
    [
      "a member's, to another",
      message,
      { ...inGroup, myId: '8' },
      'reply thread forward select copy link save why hide',
    ],
    [
      "a member's, to an admin",
      message,
      { ...inGroup, myId: '8', myRole: 'admin', now: 9e9 },
      'reply thread forward select copy link save why pin recall hide',
    ],
    [
      'pinned and saved',
      { ...message, pinned: { by: '7', at: 1 } },
      { ...me, myId: '8', saved: true },
      'reply thread forward select copy link unsave why unpin hide',
    ],
    [
      'of a closed channel',
      message,
      { ...inGroup, rules: { archived: true, settings: DEFAULT_SETTINGS } },
      'reply thread forward select copy link save hide',
    ],
    ['mine, in a thread', message, { ...me, inThread: true }, 'reply forward copy link save edit pin recall hide'],
    [
      'mine, where who has read is told',
      message,
      { ...me, readers: true },
      'reply thread forward select copy link save readers edit pin recall hide',
    ],
    ['recalled', { ...message, content: { type: 'recalled', by: '7' } }, me, 'hide'],
    [
      'of a kind this page does not know',
      { ...message, content: { type: 'poll' } },
      me,
      'reply thread link save pin recall hide',
    ],
    [
      'forwarded',
      { ...message, content: { type: 'forward', text: 'x' } },
      me,
      'reply thread forward select copy link save pin recall hide',
    ],
    [
      'several as one',
      { ...message, content: { type: 'merged', items: [] } },
      me,
      'reply thread forward select link save pin recall hide',
    ],
    [
      'where I may not write',
      message,
      { ...me, myId: '8', mayPost: false },
      'forward select copy link save why pin hide',
    ],
    ['not sent yet', { ...message, seq: null }, me, ''],
  ] as const)('%s', (_, given, context, expected) => {
    expect(actsOf(given, context).join(' ')).toBe(expected);
  });
});
