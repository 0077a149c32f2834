import { createTransport, ParleyClient, systemClock, systemRandom } from '@parley/sdk';
import { indexedDbStorage } from './database';
import { tabChannel, webLock } from './tabs';

/** The one client of this tab, on the ports of the browser. */
export function createClient(): ParleyClient {
  return new ParleyClient({
    session: 'cookie',
    ports: {
      storage: indexedDbStorage(),
      lock: webLock(),
      channel: tabChannel(),
      transport: createTransport({ url: location.origin }),
      clock: systemClock(),
      random: systemRandom(),
    },
  });
}

/** Coming back to the tab or to the network is the moment to reconnect, not the next timer. */
export function wakeOnReturn(client: ParleyClient): () => void {
  const wake = (): void => {
    if (document.visibilityState === 'visible') client.wake();
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  return () => {
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', wake);
  };
}
