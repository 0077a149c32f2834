import type { Store } from '@parley/sdk';
import { useCallback, useSyncExternalStore } from 'react';

/** A store of the SDK in a component. Nothing of it is drawn in the prerendered shell. */
export function useStore<T>(store: Store<T>): T {
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  const snapshot = useCallback(() => store.getSnapshot(), [store]);
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}

/** A part of what a store says, for whoever need not be drawn again when only the rest changes: a number, a word, or one of its objects. */
export function useStored<T, P>(store: Store<T>, pick: (snapshot: T) => P): P {
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  const snapshot = (): P => pick(store.getSnapshot());
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}
