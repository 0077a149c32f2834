import type { ChatListItem, UserSummary } from '@parley/contract';
import { profileOf } from '@parley/core';
import type { ChatPreview, GroupFacts } from '@parley/db';
import { shownMessage } from '../message/message.access.js';

type Around = { peer: UserSummary | null; facts: GroupFacts | null };

/** What a conversation looks like in somebody's chat list. */
export function chatListItemView(preview: ChatPreview, { peer, facts }: Around): ChatListItem {
  const { conversationId, kind, head, lastMessage, readSeq, readOrd } = preview;
  return {
    conversationId,
    kind,
    peer,
    name: kind === 'direct' ? null : preview.name,
    memberCount: kind === 'direct' ? null : preview.memberCount,
    role: kind === 'direct' ? null : preview.role,
    profile: facts === null ? null : profileOf(facts.profile),
    mutedUntil: facts?.mutedUntil ?? null,
    joinRequests: facts?.joinRequests ?? 0,
    head,
    lastMessage: lastMessage === null ? null : shownMessage(lastMessage),
    lastAt: lastMessage?.sentAt ?? preview.createdAt,
    readSeq,
    readOrd,
    unread: Math.max(0, head.ord - readOrd),
    peerReceipt: preview.peer,
  };
}
