import type { TimelineMessage } from '@parley/sdk';
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
  state: 'sent',
  error: null,
};
const me: ActContext = {
  myId: '7',
  myRole: null,
  now: 1_060_000,
  policy: { editWindowMs: 3_600_000, recallWindowMs: 120_000 },
  saved: false,
};

describe('what is offered for a message', () => {
  it.each([
    ['mine, just sent', message, me, ['copy', 'edit', 'pin', 'save', 'recall', 'hide']],
    ['mine, a while ago', message, { ...me, now: 1_200_000 }, ['copy', 'edit', 'pin', 'save', 'hide']],
    ['mine, long ago', message, { ...me, now: 9_000_000 }, ['copy', 'pin', 'save', 'hide']],
    ["another's", message, { ...me, myId: '8' }, ['copy', 'pin', 'save', 'hide']],
    [
      "a member's, to an admin",
      message,
      { ...me, myId: '8', myRole: 'admin', now: 9e9 },
      ['copy', 'pin', 'save', 'recall', 'hide'],
    ],
    [
      'pinned and saved',
      { ...message, pinned: { by: '7', at: 1 } },
      { ...me, myId: '8', saved: true },
      ['copy', 'unpin', 'unsave', 'hide'],
    ],
    ['recalled', { ...message, content: { type: 'recalled', by: '7' } }, me, ['hide']],
    [
      'of a kind this page does not know',
      { ...message, content: { type: 'poll' } },
      me,
      ['pin', 'save', 'recall', 'hide'],
    ],
    ['not sent yet', { ...message, seq: null }, me, []],
  ] as const)('%s', (_, given, context, expected) => {
    expect(actsOf(given, context)).toEqual(expected);
  });
});
