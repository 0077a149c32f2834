import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { showUnread } from '../../platform/unread-mark';
import { useClient } from '../../state/client';
import { useChatName } from '../../state/names';
import { useStored } from '../../state/use-store';
import { useTitle } from '../../state/use-title';

/** The title of the tab: whom the chat is with, and how much is unread in all of them; its icon and the installed app's say that something is. */
export function useUnreadTitle(conversationId: string | null): void {
  const t = useTranslations('app');
  const client = useClient();
  const unread = useStored(client.chatList, (list) => list.unread);
  const nameOf = useChatName();
  // The name alone: whoever asks is all of the page, and the row changes with each key and each message.
  const name = useStored(client.row(conversationId ?? ''), (row) => row && nameOf(row));
  const title = name === null ? t('name') : t('titleChat', { name });
  useUnreadMark(unread);
  useTitle(unread === 0 ? title : t('titleUnread', { count: unread > 999 ? '999+' : String(unread), title }));
}

function useUnreadMark(unread: number): void {
  useEffect(() => showUnread(unread), [unread]);
  useEffect(() => () => showUnread(0), []);
}
