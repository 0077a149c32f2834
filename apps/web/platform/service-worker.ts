const CHECK_EVERY_MS = 60 * 60_000;
const listeners = new Set<() => void>();
let waiting: ServiceWorker | null = null;

/** Whether a new version of the app lies ready; it is taken only when the person asks, never while they type. */
export const appUpdate = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  getSnapshot: (): boolean => waiting !== null,
  apply(): void {
    // Nothing newer lies ready, or another tab has taken it already.
    if (waiting?.state !== 'installed') return location.reload();
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('activate');
  },
};

/** Keeps the shell for offline. Development serves modules that must not be kept. */
export async function registerServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || process.env.NODE_ENV !== 'production') return;
  const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => follow(registration.installing));
  setInterval(() => {
    registration.update().catch(() => {});
  }, CHECK_EVERY_MS);
}

/** After a sign-out: what the caches held is dropped and fetched anew. */
export async function renewShell(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  registration?.active?.postMessage('renew');
}

function follow(installing: ServiceWorker | null): void {
  installing?.addEventListener('statechange', () => {
    if (installing.state === 'installed') offer(installing);
  });
}

/** The very first worker has nobody to wait for and is no update. */
function offer(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return;
  waiting = worker;
  for (const listener of listeners) listener();
}
