import type { PersonalChange } from '@parley/contract';
import { isMarkedUnread, isMuted } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { cx, IconButton, Menu } from '@parley/ui';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useClient } from '../../state/client';
import { closeChat } from '../../state/location';
import { useChatName } from '../../state/names';
import { tellNotice } from '../../state/notice';
import { shownError, useErrorText } from '../../state/use-error-text';
import { LevelDialog } from '../notifications/level-dialog';
import { chatActs, muteUntil, type ChatAct } from './chat-acts';

export type ChatMenuProps = { row: ChatRow; current: boolean; now: number };

/** What I may do about a chat, for me alone: behind its button, and by the right mouse button on its row. */
export function ChatMenu({ row, current, now }: ChatMenuProps) {
  const t = useTranslations('chats');
  const name = useChatName()(row);
  const place = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useContextMenu(place, () => setOpen(true));

  const acts = chatActs({
    pinned: row.personal.pinnedAt !== null,
    muted: isMuted(row.personal, now),
    unread: row.unread > 0 || isMarkedUnread(row.personal, row.readSeq),
  });
  const choose = useChoose(row, current);
  const levels = useTranslations('notifications');
  const [levelOpen, setLevelOpen] = useState(false);
  return (
    <div
      ref={place}
      className={cx(
        'absolute inset-y-0 right-1 flex items-center opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100',
        open && 'opacity-100',
      )}
    >
      <Menu
        trigger={
          <IconButton
            icon={Ellipsis}
            label={t('acts', { name })}
            side="top"
            className="!size-8 !bg-raised shadow-raised"
          />
        }
        items={acts.map((key) => ({ key, label: key === 'level' ? levels('level') : t(key) }))}
        onChoose={({ key }) => (key === 'level' ? setLevelOpen(true) : void choose(key))}
        open={open}
        onOpenChange={setOpen}
      />
      <LevelDialog row={row} name={name} open={levelOpen} onOpenChange={setLevelOpen} />
    </div>
  );
}

type Done = Exclude<ChatAct, 'level'>;

/** Does it, and says so when it could not be done. */
function useChoose(row: ChatRow, current: boolean): (act: Done) => Promise<void> {
  const client = useClient();
  const errorText = useErrorText();
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
  return async (act) => {
    // Whoever goes on looking at it would read it, and bring it back, at once.
    if (current && (act === 'markUnread' || act === 'hide')) closeChat();
    try {
      await run[act]();
    } catch (error) {
      tellNotice(errorText(shownError(error)));
    }
  };
}

/** The right mouse button, and the menu key, on the row that holds this. */
function useContextMenu(place: { readonly current: HTMLElement | null }, onMenu: () => void): void {
  const latest = useRef(onMenu);
  useEffect(() => {
    latest.current = onMenu;
  });
  useEffect(() => {
    const row = place.current?.parentElement;
    const show = (event: MouseEvent): void => {
      event.preventDefault();
      latest.current();
    };
    row?.addEventListener('contextmenu', show);
    return () => row?.removeEventListener('contextmenu', show);
  }, [place]);
}
