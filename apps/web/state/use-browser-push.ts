import { useLocale } from 'next-intl';
import { useEffect } from 'react';
import { browserPush, closeNotifications, onWorkerMessage } from '../platform/push';
import { useClient } from './client';
import { useStore } from './use-store';

const SETTLE_MS = 300;

/** Where this browser is pushed to: the server knows how to reach it, and the notifications of what is read go. */
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
    return onWorkerMessage({ changed: keepUp });
  }, [client, locale, state]);
  useEffect(() => {
    const read = new Map(items.map(({ conversationId, readSeq }) => [conversationId, readSeq]));
    const isRead = (conversationId: string, seq: number): boolean => seq <= (read.get(conversationId) ?? 0);
    // Not with every step: the list changes with whatever is said.
    const timer = setTimeout(() => void closeNotifications(isRead).catch(() => undefined), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [items]);
}
