import type { Message } from '@parley/contract';
import type { MessageRow } from '@parley/db';
import { contentOf } from './message-content.js';

/** What a message looks like that was just sent: nothing has happened to it yet. */
type Sent = Omit<MessageRow, 'contentVersion' | 'marks' | 'replies'> &
  Partial<Pick<MessageRow, 'contentVersion' | 'marks' | 'replies'>>;

/** Row → wire. */
export function messageView(row: Sent): Message {
  const {
    conversationId,
    seq,
    rev,
    ord,
    messageId,
    senderId,
    clientMsgId,
    sentAt,
    thread,
    marks = null,
    replies = null,
  } = row;
  const sent = {
    conversationId,
    seq,
    rev,
    ord,
    messageId,
    senderId,
    clientMsgId,
    sentAt,
    content: contentOf(row, marks),
    ...(thread !== null && { thread }),
    ...(replies !== null && { replies }),
  };
  if (marks === null) return sent;
  const { edited, reactions = [], pinned } = marks;
  return {
    ...sent,
    rev: marks.rev,
    ...(edited === undefined ? {} : { edited: { at: edited.at, version: row.contentVersion ?? 1 } }),
    ...(reactions.length === 0 ? {} : { reactions: [...reactions] }),
    ...(pinned === undefined ? {} : { pinned }),
  };
}
