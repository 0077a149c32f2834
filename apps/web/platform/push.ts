import type { PushSubscriptionInput } from '@parley/contract';
import { dropSubscription, isSupported } from './push-worker';

/** `unsupported`: this browser, or this address of the server, has no push; `blocked`: the person forbade it in the browser. */
export type PushState = 'unsupported' | 'blocked' | 'off' | 'on';
/** null: not known yet. */
export type PushSnapshot = PushState | null;

/** What of the server is needed; the SDK's `notifications` has it. */
export type PushServer = {
  key(): Promise<string>;
  turnOn(subscription: PushSubscriptionInput): Promise<void>;
  turnOff(): Promise<void>;
};

/** The browser could not be subscribed: its own push service can't be reached, as in a network of its own. */
export class PushUnreachable extends Error {
  override readonly name = 'PushUnreachable';
}

const listeners = new Set<() => void>();
let current: PushSnapshot = null;

function set(state: PushState): void {
  current = state;
  for (const listener of listeners) listener();
}

/** Whether this browser is pushed to. */
export const browserPush = {
  getSnapshot: (): PushSnapshot => current,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    void look();
    return () => listeners.delete(listener);
  },
  /** Asks the person, the browser, and then the server. Call it from a click: else the browser asks nobody. */
  async turnOn(server: PushServer, locale: string): Promise<void> {
    if ((await Notification.requestPermission()) !== 'granted') return look();
    const registration = await navigator.serviceWorker.ready;
    const subscription = await subscribed(registration, await server.key());
    try {
      await server.turnOn(inputOf(subscription));
    } catch (error) {
      await subscription.unsubscribe();
      throw error;
    }
    registration.active?.postMessage(locale);
    return look();
  },
  /** For what is shown while a page is open, which needs no push service. Call it from a click. */
  async allow(): Promise<boolean> {
    await Notification.requestPermission();
    permitted.at = Number.NEGATIVE_INFINITY;
    await look();
    return mayNotify();
  },
  async turnOff(server: PushServer): Promise<void> {
    await server.turnOff();
    await dropSubscription();
    await look();
  },
  /** The browser may have another subscription by now, and the server may have lost its: it is told once more. */
  async keepUp(server: PushServer, locale: string): Promise<void> {
    await look();
    if (current !== 'on') return;
    const registration = await navigator.serviceWorker.ready;
    await server.turnOn(inputOf(await subscribed(registration, await server.key())));
    registration.active?.postMessage(locale);
  },
};

/** Takes away the notifications of what was read. */
export async function closeNotifications(isRead: (conversationId: string, seq: number) => boolean): Promise<void> {
  if (!isSupported() || !mayNotify()) return;
  const registration = await navigator.serviceWorker.getRegistration();
  for (const shown of (await registration?.getNotifications()) ?? []) {
    const { conversationId, seq } = (shown.data ?? {}) as { conversationId?: string; seq?: number };
    if (conversationId !== undefined && seq !== undefined && isRead(conversationId, seq)) shown.close();
  }
}

const PERMITTED_FOR_MS = 1_000;
const permitted = { at: Number.NEGATIVE_INFINITY, granted: false };

/** Whether the person has allowed it, as of the last second: the browser asks another process, which takes milliseconds for each message. */
export function mayNotify(): boolean {
  const at = performance.now();
  if (at - permitted.at > PERMITTED_FOR_MS) {
    permitted.at = at;
    permitted.granted = 'Notification' in window && Notification.permission === 'granted';
  }
  return permitted.granted;
}

async function look(): Promise<void> {
  set(await stateNow().catch(() => 'unsupported' as const));
}

async function stateNow(): Promise<PushState> {
  if (!isSupported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  const registration = await navigator.serviceWorker.getRegistration();
  if (registration === undefined) return 'unsupported';
  const subscription = Notification.permission === 'granted' ? await registration.pushManager.getSubscription() : null;
  return subscription === null ? 'off' : 'on';
}

/** One that was made with another key can't be pushed to. */
async function subscribed(registration: ServiceWorkerRegistration, key: string): Promise<PushSubscription> {
  const { pushManager } = registration;
  const known = await pushManager.getSubscription();
  if (known !== null) {
    if (keyOf(known) === key) return known;
    await known.unsubscribe();
  }
  try {
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch (cause) {
    throw new PushUnreachable('not subscribed', { cause });
  }
}

function keyOf({ options }: PushSubscription): string | null {
  const key = options.applicationServerKey;
  if (key === null) return null;
  const base64 = btoa(String.fromCharCode(...new Uint8Array(key)));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function inputOf(subscription: PushSubscription): PushSubscriptionInput {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint: endpoint ?? '', keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' } };
}
