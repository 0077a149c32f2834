import { useEffect, useEffectEvent } from 'react';

const listeners = new Set<(thread: number | null) => void>();

/** I said something, there or in a thread: whoever sends wants to see it, wherever they had scrolled to. */
export function requestEnd(thread: number | null): void {
  for (const listener of listeners) listener(thread);
}

export function useEndRequests(thread: number | null, toEnd: () => void): void {
  const onRequest = useEffectEvent(toEnd);
  useEffect(() => {
    // After the message has been drawn.
    const listener = (of: number | null): void => {
      if (of === thread) requestAnimationFrame(() => onRequest());
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [thread]);
}
