type FromWorker = { kind?: string; conversationId?: string; seq?: number };

/** What the service worker says: a notification was chosen, or the browser is reached in another way. */
export function onWorkerMessage(on: {
  openChat?: (conversationId: string, seq?: number) => void;
  changed?: () => void;
}): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const hear = ({ data }: MessageEvent<FromWorker | null>): void => {
    if (data?.kind === 'open-chat' && data.conversationId !== undefined) on.openChat?.(data.conversationId, data.seq);
    if (data?.kind === 'push-changed') on.changed?.();
  };
  navigator.serviceWorker.addEventListener('message', hear);
  return () => navigator.serviceWorker.removeEventListener('message', hear);
}

/** After a sign-out: what is on its way to the one who was signed in reaches nobody. */
export async function dropSubscription(): Promise<void> {
  if (!isSupported()) return;
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
}

/** On an address without https there is none. */
export function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}
