import { useEffect, useEffectEvent } from 'react';

const listeners = new Set<() => void>();

/** I said something: whoever sends wants to see it, wherever they had scrolled to. */
export function requestEnd(): void {
  for (const listener of listeners) listener();
}

export function useEndRequests(toEnd: () => void): void {
  const onRequest = useEffectEvent(toEnd);
  useEffect(() => {
    // After the message has been drawn.
    const listener = (): void => void requestAnimationFrame(() => onRequest());
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
}
