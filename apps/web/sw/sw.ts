/**
 * Keeps the shell (its page, scripts and styles), so that the app opens at once and offline. It never touches the API
 * or a socket: no answer that belongs to a person is ever cached here. A new version waits until the page asks for it.
 */
// The build puts the list of this version before this file (scripts/finish-build.ts).
declare const PARLEY_SHELL: { version: string; page: string; assets: string[] };

const worker = self as unknown as ServiceWorkerGlobalScope;
const PREFIX = 'parley-shell-';
const CACHE = PREFIX + PARLEY_SHELL.version;
/** The names of all emoji (platform/emoji.ts): kept when somebody first asked for them. */
const EMOJI = '/emojibase/';
const ASSETS = new Set(PARLEY_SHELL.assets);

async function store(): Promise<void> {
  const cache = await caches.open(CACHE);
  const requests = [PARLEY_SHELL.page, ...PARLEY_SHELL.assets].map((url) => new Request(url, { cache: 'reload' }));
  await cache.addAll(requests);
}

async function dropOldVersions(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

async function cacheFirst(key: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(key);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && !fresh.redirected) await cache.put(key, fresh.clone());
  return fresh;
}

/** The shell is the page behind /, every conversation's and person's address and those of the settings. */
const SHELL = /^\/($|c\/|u\/|settings(\/|$))/;

function isShell(request: Request, url: URL): boolean {
  return request.mode === 'navigate' && SHELL.test(url.pathname);
}

worker.addEventListener('install', (event) => event.waitUntil(store()));

worker.addEventListener('activate', (event) => event.waitUntil(dropOldVersions().then(() => worker.clients.claim())));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (isShell(request, url)) event.respondWith(cacheFirst(PARLEY_SHELL.page, request));
  else if (ASSETS.has(url.pathname) || url.pathname.startsWith(EMOJI))
    event.respondWith(cacheFirst(url.pathname, request));
});

worker.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (message === 'activate') event.waitUntil(worker.skipWaiting());
  // After a sign-out: nothing stays behind but a fresh shell.
  if (message === 'renew') event.waitUntil(caches.delete(CACHE).then(store));
});
