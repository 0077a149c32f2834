import type { ChatListItem, Draft, Personal, UserSummary } from '@parley/contract';
import { NO_PERSONAL, profileOf, type ReceiptRules, shownReceipt, unreadIn } from '@parley/core';
import type { ChatPersonalRow, ChatPreview, GroupFacts } from '@parley/db';
import { shownMessage } from '../message/message.access.js';

type Around = {
  viewer: string;
  receipts: ReceiptRules;
  peer: UserSummary | null;
  facts: GroupFacts | null;
  personal: ChatPersonalRow | undefined;
};

/** What a conversation looks like in somebody's chat list. */
export function chatListItemView(
  preview: ChatPreview & { mentionSeq: number },
  { viewer, receipts, peer, facts, personal }: Around,
): ChatListItem {
  const { conversationId, kind, head, lastMessage, readSeq, readOrd, mentionSeq } = preview;
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
    unread: unreadIn(head.ord, readOrd),
    mentionSeq: mentionSeq > readSeq ? mentionSeq : null,
    peerReceipt: preview.peer === null ? null : shownReceipt(receipts, viewer, preview.peer),
    ...personalView(personal),
  };
}

function personalView(row: ChatPersonalRow | undefined): { personal: Personal; draft: Draft | null } {
  if (row === undefined) return { personal: NO_PERSONAL, draft: null };
  const { draft, ...personal } = row;
  return { personal, draft };
}
