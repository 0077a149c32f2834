import type { Store } from '@parley/sdk';
import { useCallback, useSyncExternalStore } from 'react';
import { byFrame, forget } from './frames';

/** A store of the SDK in a component. Nothing of it is drawn in the prerendered shell. */
export function useStore<T>(store: Store<T>): T {
  const snapshot = useCallback(() => store.getSnapshot(), [store]);
  return useSyncExternalStore(useSubscribe(store), snapshot, snapshot);
}

/** A part of what a store says, for whoever need not be drawn again when only the rest changes: a number, a word, or one of its objects. */
export function useStored<T, P>(store: Store<T>, pick: (snapshot: T) => P): P {
  const snapshot = (): P => pick(store.getSnapshot());
  return useSyncExternalStore(useSubscribe(store), snapshot, snapshot);
}

function useSubscribe<T>(store: Store<T>): (listener: () => void) => () => void {
  return useCallback(
    (listener: () => void) => {
      const cancel = store.subscribe(() => byFrame(listener));
      return () => {
        cancel();
        forget(listener);
      };
    },
    [store],
  );
}
