import type { ChatListItem, UserSummary } from '@parley/contract';
import type { ChatPreview } from '@parley/db';
import { shownMessage } from '../message/message.access.js';

/** What a conversation looks like in somebody's chat list. */
export function chatListItemView(
  preview: ChatPreview & { mentionSeq: number },
  peer: UserSummary | null,
): ChatListItem {
  const { conversationId, kind, head, lastMessage, readSeq, readOrd } = preview;
  return {
    conversationId,
    kind,
    peer,
    name: kind === 'group' ? preview.name : null,
    memberCount: kind === 'group' ? preview.memberCount : null,
    role: kind === 'group' ? preview.role : null,
    head,
    lastMessage: lastMessage === null ? null : shownMessage(lastMessage),
    lastAt: lastMessage?.sentAt ?? preview.createdAt,
    readSeq,
    readOrd,
    unread: Math.max(0, head.ord - readOrd),
    mentionSeq: preview.mentionSeq > readSeq ? preview.mentionSeq : null,
    peerReceipt: preview.peer,
  };
}
