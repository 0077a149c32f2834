import type { PersonalChange } from '@parley/contract';
import { isMuted } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import type { MenuItem } from '@parley/ui';
import {
  Bell,
  BellOff,
  EyeOff,
  MailOpen,
  MailQuestionMark,
  Pin,
  PinOff,
  type LucideIcon,
  SlidersHorizontal,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { closeChat } from '../../state/location';
import { tellNotice } from '../../state/notice';
import { shownError, useErrorText } from '../../state/use-error-text';
import { chatActs, muteUntil, type ChatAct } from './chat-acts';
import { isUnread } from './sections';

export type ChatActItem = MenuItem & { readonly key: ChatAct };
export type ChatActs = {
  /** What I may do about a chat, for me alone. */
  readonly itemsOf: (row: ChatRow, now: number) => readonly ChatActItem[];
  readonly choose: (row: ChatRow, act: ChatAct) => void;
};

const ICONS: Record<ChatAct, LucideIcon> = {
  pin: Pin,
  unpin: PinOff,
  markUnread: MailQuestionMark,
  markRead: MailOpen,
  muteHour: BellOff,
  muteDay: BellOff,
  muteAlways: BellOff,
  unmute: Bell,
  level: SlidersHorizontal,
  hide: EyeOff,
};

/** The acts on the rows of the list, wherever their menu opens. `onLevel`: a level is chosen elsewhere. */
export function useChatActs(current: string | null, onLevel: (row: ChatRow) => void): ChatActs {
  const t = useTranslations('chats');
  const levels = useTranslations('notifications');
  const run = useRun(current);
  const itemsOf = (row: ChatRow, now: number): readonly ChatActItem[] =>
    chatActs({ pinned: row.personal.pinnedAt !== null, muted: isMuted(row.personal, now), unread: isUnread(row) }).map(
      (key) => ({ key, icon: ICONS[key], label: key === 'level' ? levels('level') : t(key), apart: key === 'hide' }),
    );
  return { itemsOf, choose: (row, act) => (act === 'level' ? onLevel(row) : void run(row, act)) };
}

type Done = Exclude<ChatAct, 'level'>;

/** Does it, and says so when it could not be done. */
function useRun(current: string | null): (row: ChatRow, act: Done) => Promise<void> {
  const client = useClient();
  const errorText = useErrorText();
  return async (row, act) => {
    const { conversationId } = row;
    const set = (change: PersonalChange): Promise<unknown> => client.setPersonal(conversationId, change);
    const run: Record<Done, () => Promise<unknown>> = {
      pin: () => set({ pinned: true }),
      unpin: () => set({ pinned: false }),
      muteHour: () => set({ muteUntil: muteUntil('muteHour', client.now()) }),
      muteDay: () => set({ muteUntil: muteUntil('muteDay', client.now()) }),
      muteAlways: () => set({ muteUntil: muteUntil('muteAlways', client.now()) }),
      unmute: () => set({ muteUntil: null }),
      markUnread: () => client.markUnread(conversationId),
      markRead: async () => client.markRead(conversationId, row.head.seq),
      hide: () => client.hide(conversationId),
    };
    // Whoever goes on looking at it would read it, and bring it back, at once.
    if (conversationId === current && (act === 'markUnread' || act === 'hide')) closeChat();
    try {
      await run[act]();
    } catch (error) {
      tellNotice(errorText(shownError(error)));
    }
  };
}
