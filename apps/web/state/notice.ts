import { useSyncExternalStore } from 'react';

/** A sentence about something that happened by itself; `id` tells the same words said twice apart. */
export type Notice = { readonly id: number; readonly text: string };

const listeners = new Set<() => void>();
let current: Notice | null = null;

function set(next: Notice | null): void {
  current = next;
  for (const listener of listeners) listener();
}

export function tellNotice(text: string): void {
  set({ id: (current?.id ?? 0) + 1, text });
}

export function dropNotice(): void {
  set(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useNotice(): Notice | null {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  );
}
