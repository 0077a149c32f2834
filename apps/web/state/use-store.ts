import type { Store } from '@parley/sdk';
import { useCallback, useSyncExternalStore } from 'react';

/** A store of the SDK in a component. Nothing of it is drawn in the prerendered shell. */
export function useStore<T>(store: Store<T>): T {
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  const snapshot = useCallback(() => store.getSnapshot(), [store]);
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}
