import type { Network } from '@parley/contract';
import type { ParleyClient } from '@parley/sdk';

/** What browsers tell of the network; some tell nothing. */
type NetworkInformation = EventTarget & { readonly type?: string; readonly effectiveType?: string };

const USED = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
/** A hand on the mouse is many events a second. */
const USED_EVERY_MS = 5_000;

export function networkOf({ type, effectiveType }: Pick<NetworkInformation, 'type' | 'effectiveType'>): Network {
  if (effectiveType === 'slow-2g' || effectiveType === '2g' || effectiveType === '3g') return 'weak';
  return type === 'cellular' ? 'mobile' : 'wifi';
}

/** Tells the client whether somebody is at this browser, and what it is on. */
export function tellDeviceSigns({ ownPresence }: ParleyClient): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let told = -Infinity;
  const used = (): void => {
    if (document.visibilityState !== 'visible' || performance.now() - told < USED_EVERY_MS) return;
    told = performance.now();
    ownPresence.used();
  };
  used();
  for (const event of USED) window.addEventListener(event, used, { passive: true, capture: true, signal });
  document.addEventListener('visibilitychange', used, { signal });
  const { connection } = navigator as Navigator & { connection?: NetworkInformation };
  const network = (): void => ownPresence.on(networkOf(connection ?? {}));
  network();
  connection?.addEventListener('change', network, { signal });
  return () => stop.abort();
}
