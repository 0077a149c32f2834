/**
 * What the server pushes to this browser, shown; the build puts this behind sw.ts. It works while no page is open, so it knows
 * nothing but what came, and the language that the page told it.
 */
type PushPayload = {
  conversationId: string;
  seq: number;
  count: number;
  kind?: string;
  conversation?: string;
  sender?: string;
  text?: string;
  calls?: boolean;
};

const PUSH_WORDS = {
  en: {
    app: 'Parley',
    news: (count: number) => (count === 1 ? 'New message' : `${count} new messages`),
    more: (count: number) => `+${count} more`,
    by: (name: string, text: string) => `${apart(name)}: ${text}`,
    calls: '[@me] ',
  },
  'zh-CN': {
    app: 'Parley',
    news: (count: number) => (count === 1 ? '新消息' : `${count} 条新消息`),
    more: (count: number) => `另有 ${count} 条`,
    by: (name: string, text: string) => `${apart(name)}：${text}`,
    calls: '[有人@我] ',
  },
};
type PushLocale = keyof typeof PUSH_WORDS;

const PUSH_CACHE = 'parley-push';
const LOCALE_KEY = '/push-locale';

function isLocale(value: unknown): value is PushLocale {
  return typeof value === 'string' && Object.hasOwn(PUSH_WORDS, value);
}

/** The choice of this browser; no word about anybody. */
async function keepLocale(locale: PushLocale): Promise<void> {
  const cache = await caches.open(PUSH_CACHE);
  await cache.put(LOCALE_KEY, new Response(locale));
}

async function pushLocale(): Promise<PushLocale> {
  const kept = await (await caches.match(LOCALE_KEY, { cacheName: PUSH_CACHE }))?.text();
  if (isLocale(kept)) return kept;
  return /^zh\b/i.test(navigator.language) ? 'zh-CN' : 'en';
}

/** null: it is of a later release, or of nobody. */
function payloadOf(data: PushMessageData | null): PushPayload | null {
  try {
    const payload = data?.json() as PushPayload & { v?: unknown };
    const known = payload.v === 1 && /^\d+$/.test(payload.conversationId) && Number.isInteger(payload.seq);
    return known ? payload : null;
  } catch {
    return null;
  }
}

type Shown = { title: string; body: string };

/** As much as its reader wants it to say: who and what, who, or that there is something. */
function shownOf({ kind, conversation, sender, text, count, calls }: PushPayload, locale: PushLocale): Shown {
  const words = PUSH_WORDS[locale];
  const title = (kind === 'direct' ? sender : (conversation ?? sender)) ?? words.app;
  const said = text === undefined ? words.news(count) : apart(text);
  const line = kind === 'direct' || sender === undefined || title === sender ? said : words.by(sender, said);
  const more = text !== undefined && count > 1 ? `\n${words.more(count - 1)}` : '';
  return { title, body: (calls === true ? words.calls : '') + line + more };
}

async function showPush(registration: ServiceWorkerRegistration, data: PushMessageData | null): Promise<void> {
  const payload = payloadOf(data);
  if (payload !== null) {
    await showNews(registration, payload);
    return;
  }
  // A browser asks for something to be shown for every push.
  const locale = await pushLocale();
  await registration.showNotification(PUSH_WORDS[locale].app, { icon: '/icon-192.png', tag: 'parley' });
}

/** What was told last of each chat: kept, as a worker ends between two pushes. */
const TOLD = '/push-told/';
let telling: Promise<unknown> = Promise.resolve();

/** One after the other: a page that is open and a push may tell of the same message, and it is told of once. */
function showNews(registration: ServiceWorkerRegistration, payload: PushPayload): Promise<boolean> {
  const told = telling.then(() => showOnce(registration, payload));
  telling = told.catch(() => undefined);
  return told;
}

/** A conversation has one notification: the next one takes its place, and one that comes late or again takes none. */
async function showOnce(registration: ServiceWorkerRegistration, payload: PushPayload): Promise<boolean> {
  const { conversationId, seq } = payload;
  const cache = await caches.open(PUSH_CACHE);
  const key = TOLD + conversationId;
  if (Number(await (await cache.match(key))?.text()) >= seq) return false;
  const locale = await pushLocale();
  const { title, body } = shownOf(payload, locale);
  const [tag, icon] = [`c:${conversationId}`, '/icon-192.png'];
  const data = { conversationId, seq };
  const options = { body, tag, icon, renotify: true, lang: locale, data };
  await registration.showNotification(title, options);
  await cache.put(key, new Response(String(seq)));
  return true;
}

const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
const FROM_THE_RIGHT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Words of somebody beside others turn nothing, whichever side they are written from; the page does the same (i18n/isolate.ts). */
function apart(text: string): string {
  const plain = text.replaceAll(TURNS, '');
  return FROM_THE_RIGHT.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** The page that is open goes there; where none is, one is opened. */
async function openFrom(clients: Clients, notification: Notification): Promise<void> {
  notification.close();
  const { conversationId, seq } = (notification.data ?? {}) as { conversationId?: string; seq?: number };
  const pages = await clients.matchAll({ type: 'window' });
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (page === undefined) {
    const path = conversationId === undefined ? '/' : `/c/${conversationId}`;
    await clients.openWindow(seq === undefined ? path : `${path}/m/${seq}`);
    return;
  }
  if (conversationId !== undefined) page.postMessage({ kind: 'open-chat', conversationId, seq });
  // Where the browser doesn't let it, the chat is open all the same.
  await page.focus().catch(() => undefined);
}

type ChangeEvent = ExtendableEvent & { oldSubscription?: PushSubscription | null };

/** The browser has dropped how it was reached. It is subscribed again here; a page, now or later, tells the server. */
async function subscribeAgain(worker: ServiceWorkerGlobalScope, event: ChangeEvent): Promise<void> {
  const key = event.oldSubscription?.options.applicationServerKey;
  if (key !== null && key !== undefined) {
    await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }
  for (const page of await worker.clients.matchAll({ type: 'window' })) page.postMessage({ kind: 'push-changed' });
}

worker.addEventListener('push', (event) => event.waitUntil(showPush(worker.registration, event.data)));

worker.addEventListener('notificationclick', (event) => event.waitUntil(openFrom(worker.clients, event.notification)));

worker.addEventListener('pushsubscriptionchange', (event) =>
  (event as ExtendableEvent).waitUntil(subscribeAgain(worker, event as ExtendableEvent)),
);

worker.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (isLocale(message)) event.waitUntil(keepLocale(message));
  // After a sign-out: of whom it was told is nobody's business.
  if (message === 'renew') event.waitUntil(caches.delete(PUSH_CACHE));
  const { kind, payload } = (message ?? {}) as { kind?: unknown; payload?: PushPayload };
  const [port] = event.ports;
  if (kind === 'notify' && payload !== undefined && port !== undefined) {
    event.waitUntil(showNews(worker.registration, payload).then((shown) => port.postMessage(shown)));
  }
});
