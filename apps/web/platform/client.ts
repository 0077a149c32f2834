import { createTransport, ParleyClient, sharedTransport, systemClock, systemRandom } from '@parley/sdk';
import { indexedDbStorage } from './database';
import { tabChannel, webLock } from './tabs';

/** The one client of this tab, on the ports of the browser. */
export function createClient(): ParleyClient {
  const [lock, clock, random] = [webLock(), systemClock(), systemRandom()];
  const own = createTransport({ url: location.origin });
  const transport = sharedTransport({ transport: own, lock, channel: tabChannel('parley.lines'), clock, random });
  const [storage, channel] = [indexedDbStorage(), tabChannel('parley')];
  return new ParleyClient({ session: 'cookie', ports: { storage, lock, channel, transport, clock, random } });
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
