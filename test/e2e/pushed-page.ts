import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { PushedBrowser } from '../support/push-service.js';

export type Notified = { title: string; body: string; tag: string; lang: string };

/**
 * The push service of a browser is a machine of its maker, which no test may need. So what it would give to this browser, the push
 * service of the tests gives: an endpoint and keys. From there on everything is the browser's own: its permission, its service
 * worker, its notifications. Only the last step, from that service to the browser, is taken by the debugger.
 */
export async function pushedContext(context: BrowserContext, { subscription }: PushedBrowser): Promise<void> {
  await context.grantPermissions(['notifications']);
  await context.addInitScript((pushed) => {
    const kept = 'test.push';
    const subscriptionOf = (key: string) => ({
      endpoint: pushed.endpoint,
      options: { applicationServerKey: Uint8Array.from(atob(key), (char) => char.charCodeAt(0)).buffer },
      toJSON: () => pushed,
      unsubscribe: () => {
        localStorage.removeItem(kept);
        return Promise.resolve(true);
      },
    });
    const none = null as unknown as PushSubscription;
    PushManager.prototype.getSubscription = () => {
      const key = localStorage.getItem(kept);
      return Promise.resolve(key === null ? none : (subscriptionOf(key) as unknown as PushSubscription));
    };
    PushManager.prototype.subscribe = (options) => {
      const given = options?.applicationServerKey;
      const key = typeof given === 'string' ? given.replaceAll('-', '+').replaceAll('_', '/') : '';
      localStorage.setItem(kept, key);
      return Promise.resolve(subscriptionOf(key) as unknown as PushSubscription);
    };
  }, subscription);
}

/** Hands the service worker of a page what was pushed to it, as the browser does after it has decrypted it. */
export async function pushDeliverer(page: Page): Promise<(data: string) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first !== undefined) resolve(first.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  const { origin } = new URL(page.url());
  return async (data) => {
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  };
}

/** What the browser shows at this moment. */
export async function notified(page: Page): Promise<Notified[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.map(({ title, body, tag, lang }) => ({ title, body, tag, lang }));
  });
}

/** Chooses the notification of a chat; no test can move the pointer there, so the worker is told as the browser would. */
export async function choose(page: Page, tag: string): Promise<void> {
  const worker = page.context().serviceWorkers()[0] ?? (await page.context().waitForEvent('serviceworker'));
  await worker.evaluate(chooseIn, tag);
}

/** The same where no page is open; which address the worker then opens. No test may have a window opened by a worker. */
export async function chooseWithoutPage(page: Page): Promise<string> {
  const worker = page.context().serviceWorkers()[0] ?? (await page.context().waitForEvent('serviceworker'));
  await worker.evaluate(noteOpened);
  // It is shown a moment after the push has come.
  await expect.poll(() => worker.evaluate(countShown)).toBe(1);
  await worker.evaluate(chooseIn, undefined);
  let opened = '';
  await expect
    .poll(async () => (opened = await worker.evaluate(() => (self as unknown as Scope).opened ?? '')))
    .not.toBe('');
  return opened;
}

/** In the worker. */
async function countShown(): Promise<number> {
  return (await (self as unknown as Scope).registration.getNotifications()).length;
}

/** In the worker. */
function noteOpened(): void {
  const scope = self as unknown as Scope;
  scope.clients.openWindow = (url) => {
    scope.opened = url;
    return Promise.resolve(null);
  };
}

type Scope = EventTarget & {
  clients: { openWindow: (url: string) => Promise<null> };
  opened?: string;
  registration: ServiceWorkerRegistration;
  NotificationEvent: new (type: string, given: object) => Event;
};

/** In the worker. */
async function chooseIn(tag: string | undefined): Promise<void> {
  const scope = self as unknown as Scope;
  const [notification] = await scope.registration.getNotifications(tag === undefined ? {} : { tag });
  if (notification === undefined) throw new Error(`there is no notification ${tag}`);
  scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
}
