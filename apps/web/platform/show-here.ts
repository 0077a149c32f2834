import type { PushPayload } from '@parley/contract';
import { mayNotify } from './push';

/** `known`: it was shown before, by another tab or a push. `not-allowed`: here nothing may be shown. */
export type ShownHere = 'shown' | 'known' | 'not-allowed';

/** A worker that doesn't answer is one of an earlier version: it shows nothing of a page. */
const WORKER_MS = 3_000;

/** Shows what a page has heard. The worker does it, so that it and what is pushed are one: of a message it tells once. */
export async function showHere(payload: PushPayload): Promise<ShownHere> {
  if (!('serviceWorker' in navigator) || !mayNotify()) return 'not-allowed';
  const registration = await navigator.serviceWorker.getRegistration();
  const worker = registration?.active;
  if (!worker) return 'not-allowed';
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<ShownHere>((resolve) => {
    port1.addEventListener('message', ({ data }) => resolve(data === true ? 'shown' : 'known'), { once: true });
    port1.start();
    setTimeout(() => resolve('not-allowed'), WORKER_MS);
  });
  worker.postMessage({ kind: 'notify', payload }, [port2]);
  const shown = await answer;
  port1.close();
  return shown;
}
