import type { Personal } from '@parley/contract';
import { isHidden } from './personal.js';

/** Where a conversation stands in the chat list; the same on the server and on every device. */
export type ChatPlace = {
  readonly conversationId: string;
  readonly group: (typeof GROUP)[keyof typeof GROUP];
  readonly at: number;
};

const GROUP = { pinned: 0, plain: 1, hidden: 2 } as const;

type Row = {
  readonly conversationId: string;
  readonly lastAt: number;
  readonly headSeq: number;
  readonly personal: Pick<Personal, 'pinnedAt' | 'hiddenSeq'>;
};

/** Pinned ones by when they were pinned, the others by when something was last said; hidden ones behind all. */
export function chatPlaceOf({ conversationId, lastAt, headSeq, personal }: Row): ChatPlace {
  if (isHidden(personal, headSeq)) return { conversationId, group: GROUP.hidden, at: lastAt };
  if (personal.pinnedAt !== null) return { conversationId, group: GROUP.pinned, at: personal.pinnedAt };
  return { conversationId, group: GROUP.plain, at: lastAt };
}

/** Newest first; ids break ties, so that every list is in one order and pages don't overlap. */
export function compareChats(a: ChatPlace, b: ChatPlace): number {
  return a.group - b.group || b.at - a.at || compareIds(b.conversationId, a.conversationId);
}

/** Decimal ids as the numbers they are. */
function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
