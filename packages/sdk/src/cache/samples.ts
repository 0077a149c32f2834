/** What the tests of the chat list hear of one conversation. */
import type { ChatListItem, Message } from '@parley/contract';
import { NO_PERSONAL } from '@parley/core';

export const ME = '1';
export const PEER = '2';
export const CONVERSATION = '9';

export function messageAt(senders: readonly string[], seq: number): Message {
  return {
    conversationId: CONVERSATION,
    seq,
    rev: seq + 1,
    ord: seq,
    messageId: String(100 + seq),
    senderId: senders[seq - 1] ?? PEER,
    clientMsgId: `c_message_${seq}`,
    sentAt: 1_000 + seq,
    content: { type: 'text', text: `message ${seq}` },
  };
}

/** The server's row when the log had `upTo` messages and I had read `read` of them. */
export function itemAt(senders: readonly string[], upTo: number, read: number): ChatListItem {
  const own = senders.slice(0, upTo).lastIndexOf(ME) + 1;
  const readSeq = Math.max(Math.min(read, upTo), own);
  return {
    conversationId: CONVERSATION,
    kind: 'direct',
    peer: { userId: PEER, login: 'bo', name: 'Bo', active: true },
    name: null,
    memberCount: null,
    role: null,
    profile: null,
    mutedUntil: null,
    joinRequests: 0,
    head: { seq: upTo, rev: upTo + 1, ord: upTo },
    lastMessage: upTo === 0 ? null : messageAt(senders, upTo),
    lastAt: 1_000 + upTo,
    readSeq,
    readOrd: readSeq,
    unread: upTo - readSeq,
    mentionSeq: null,
    peerReceipt: { userId: PEER, readSeq: 0, deliveredSeq: 0 },
    personal: NO_PERSONAL,
    draft: null,
  };
}
