import { useEffect, useState, useSyncExternalStore } from 'react';
import { useClient } from '../../state/client';
import { useStore } from '../../state/use-store';

/** A short break is nobody's business. */
const PATIENCE_MS = 1500;
const BACK_MS = 2500;

export type ConnectionView =
  | { readonly kind: 'fine' | 'offline' | 'back' }
  | { readonly kind: 'waiting'; readonly retryAt: number | null };

function subscribeNetwork(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Whether this device has a network at all. */
export function useNetwork(): boolean {
  return useSyncExternalStore(
    subscribeNetwork,
    () => navigator.onLine,
    () => true,
  );
}

/** What to say about the connection: nothing while it works or is briefly away, "back" only after something was said. */
export function useConnectionView(): ConnectionView {
  const { state, retryAt } = useStore(useClient().connection);
  const network = useNetwork();
  const away = !network || state === 'offline' || state === 'connecting';
  const [said, setSaid] = useState<'nothing' | 'away' | 'back'>('nothing');

  useEffect(() => {
    if (away) {
      if (said === 'away') return;
      const timer = setTimeout(() => setSaid('away'), network ? PATIENCE_MS : 0);
      return () => clearTimeout(timer);
    }
    if (said === 'nothing') return;
    const timer = setTimeout(() => setSaid(said === 'away' ? 'back' : 'nothing'), said === 'away' ? 0 : BACK_MS);
    return () => clearTimeout(timer);
  }, [away, network, said]);

  if (said === 'nothing') return { kind: 'fine' };
  if (!away) return { kind: said === 'back' ? 'back' : 'fine' };
  return network ? { kind: 'waiting', retryAt } : { kind: 'offline' };
}
