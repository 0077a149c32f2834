import { useClient } from '../../state/client';
import { openChat, usePlace } from '../../state/location';
import { openSurface } from '../../state/surface';
import { isCovered, useShortcut } from '../../state/use-shortcut';
import { neighbourOf, type Wanted } from '../chat-list/neighbour';
import { isUnread } from '../chat-list/sections';

/** What the keyboard does wherever the focus is. */
export function usePageKeys(): void {
  const { chatList } = useClient();
  const { chat } = usePlace();
  const go = (step: Wanted['step'], isWanted: Wanted['isWanted']): boolean => {
    if (isCovered()) return false;
    const next = neighbourOf(chatList.getSnapshot().items, { current: chat, step, isWanted });
    if (next !== null) openChat(next);
    return true;
  };
  const any = (): boolean => true;
  useShortcut('jump', () => openSurface('switcher'));
  useShortcut('newGroup', () => openSurface('newGroup'));
  useShortcut('keys', () => openSurface('keys'));
  useShortcut('previousChat', () => go(-1, any));
  useShortcut('nextChat', () => go(1, any));
  useShortcut('previousUnread', () => go(-1, isUnread));
  useShortcut('nextUnread', () => go(1, isUnread));
}
