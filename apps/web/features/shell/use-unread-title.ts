import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { useStore } from '../../state/use-store';
import { useTitle } from '../../state/use-title';

/** The title of the tab: whom the chat is with, and how much is unread in all of them. */
export function useUnreadTitle(conversationId: string | null): void {
  const t = useTranslations('app');
  const { items, unread } = useStore(useClient().chatList);
  const name = items.find((row) => row.conversationId === conversationId)?.peer?.name;
  const title = name === undefined ? t('name') : t('titleChat', { name });
  useTitle(unread === 0 ? title : t('titleUnread', { count: unread > 999 ? '999+' : String(unread), title }));
}
