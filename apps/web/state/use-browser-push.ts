import { useLocale } from 'next-intl';
import { useEffect } from 'react';
import { browserPush, closeNotifications } from '../platform/push';
import { onWorkerMessage } from '../platform/push-worker';
import { useClient } from './client';
import { useStore } from './use-store';

const SETTLE_MS = 300;

/** Where this browser is pushed to: the server knows how to reach it, and the notifications of what is read go. */
export function useBrowserPush(): void {
  const client = useClient();
  const locale = useLocale();
  const { state } = useStore(client.connection);
  useEffect(() => {
    const keepUp = (): void => {
      // What could not be told is told with the next connection.
      browserPush.keepUp(client.notifications, locale).catch(() => undefined);
    };
    if (state === 'online') keepUp();
    return onWorkerMessage({ changed: keepUp });
  }, [client, locale, state]);
  useEffect(() => {
    const isRead = (conversationId: string, seq: number): boolean =>
      seq <= (client.row(conversationId).getSnapshot()?.readSeq ?? 0);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = (): void => {
      timer = undefined;
      closeNotifications(isRead).catch(() => undefined);
    };
    // Not with every step: the list changes with whatever is said.
    const closeSoon = (): void => {
      timer ??= setTimeout(close, SETTLE_MS);
    };
    closeSoon();
    const off = client.chatList.subscribe(closeSoon);
    return () => {
      off();
      clearTimeout(timer);
    };
  }, [client]);
}
