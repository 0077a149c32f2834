import { useLocale } from 'next-intl';
import { useEffect } from 'react';
import { browserPush, closeNotifications, onWorkerMessage } from '../platform/push';
import { useClient } from './client';
import { openChat } from './location';
import { useStore } from './use-store';

/** Where this browser is pushed to: the server knows how to reach it, a chosen notification opens its chat, and what is read goes. */
export function useBrowserPush(): void {
  const client = useClient();
  const locale = useLocale();
  const { state } = useStore(client.connection);
  const { items } = useStore(client.chatList);
  useEffect(() => {
    const keepUp = (): void => {
      // What could not be told is told with the next connection.
      browserPush.keepUp(client.notifications, locale).catch(() => undefined);
    };
    if (state === 'online') keepUp();
    return onWorkerMessage({ openChat, changed: keepUp });
  }, [client, locale, state]);
  const read = items
    .filter(({ unread }) => unread === 0)
    .map(({ conversationId }) => conversationId)
    .join();
  useEffect(() => {
    const ids = new Set(read.split(','));
    closeNotifications((conversationId) => ids.has(conversationId)).catch(() => undefined);
  }, [read]);
}
