import { isMuted } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import type { MenuItem } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { chatActs, type ChatAct } from './chat-acts';
import { isUnread } from './sections';
import { useChatAct } from './use-chat-act';

export type ChatActItem = MenuItem & { readonly key: ChatAct };
export type ChatActs = {
  /** What I may do about a chat, for me alone. */
  readonly itemsOf: (row: ChatRow, now: number) => readonly ChatActItem[];
  readonly choose: (row: ChatRow, act: ChatAct) => void;
};

/** The acts on the rows of the list, wherever their menu opens: the same as long as they do the same. `onLevel`: a level is chosen elsewhere. */
export function useChatActs(current: string | null, onLevel: (conversationId: string) => void): ChatActs {
  const t = useTranslations('chats');
  const levels = useTranslations('notifications');
  const run = useChatAct(current);
  return useMemo(
    () => ({
      itemsOf: (row, now) =>
        chatActs({
          pinned: row.personal.pinnedAt !== null,
          muted: isMuted(row.personal, now),
          unread: isUnread(row),
        }).map((key) => ({ key, label: key === 'level' ? levels('level') : t(key), apart: key === 'hide' })),
      choose: (row, act) => (act === 'level' ? onLevel(row.conversationId) : void run(row, act)),
    }),
    [t, levels, run, onLevel],
  );
}
