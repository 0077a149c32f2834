import { isMarkedUnread } from '@parley/core';
import type { ChatRow } from '@parley/sdk';

/** The parts of the list, each with what waits for me in one way; pinned chats stand first in all of them. */
export const SECTIONS = ['all', 'unread', 'mentions', 'drafts'] as const;
export type Section = (typeof SECTIONS)[number];

export const isUnread = (row: ChatRow): boolean => row.unread > 0 || isMarkedUnread(row.personal, row.readSeq);

const BELONGS: Record<Section, (row: ChatRow) => boolean> = {
  all: () => true,
  unread: isUnread,
  mentions: (row) => row.mentionSeq !== null,
  // What could not be sent waits for me as well.
  drafts: (row) => row.outgoing === 'failed' || (row.draft !== null && row.draft.text !== ''),
};

export type Filter = {
  readonly section: Section;
  /** What the name has to contain, as typed. */
  readonly query: string;
  /** The chat that is open: it must not go while it is being read. */
  readonly current: string | null;
};

/** What is left of the list. The one that is open stays in its section, but not where its name is not looked for. */
export function filterChats(
  items: readonly ChatRow[],
  { section, query, current }: Filter,
  nameOf: (row: ChatRow) => string,
): readonly ChatRow[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (section === 'all' && wanted === '') return items;
  const belongs = BELONGS[section];
  return items.filter(
    (row) =>
      (belongs(row) || row.conversationId === current) &&
      (wanted === '' || nameOf(row).toLocaleLowerCase().includes(wanted)),
  );
}
