import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { useChatName } from '../../state/names';
import { useStore } from '../../state/use-store';
import { useTitle } from '../../state/use-title';

/** The title of the tab: whom the chat is with, and how much is unread in all of them. */
export function useUnreadTitle(conversationId: string | null): void {
  const t = useTranslations('app');
  const { items, unread } = useStore(useClient().chatList);
  const nameOf = useChatName();
  const row = items.find((one) => one.conversationId === conversationId);
  const title = row === undefined ? t('name') : t('titleChat', { name: nameOf(row) });
  useTitle(unread === 0 ? title : t('titleUnread', { count: unread > 999 ? '999+' : String(unread), title }));
}
