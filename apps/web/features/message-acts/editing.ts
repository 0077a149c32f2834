import { useSyncExternalStore } from 'react';

export type Editing = { readonly conversationId: string; readonly seq: number; readonly text: string };

const listeners = new Set<() => void>();
let current: Editing | null = null;

function set(next: Editing | null): void {
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The one message that is being edited, with what is typed so far: it outlives the row being scrolled away. */
export const editing = {
  start: (what: Editing): void => set(what),
  type: (text: string): void => set(current === null ? null : { ...current, text }),
  end: (): void => set(null),
};

/** The text typed for this message; null while it is not being edited. */
export function useEditing(conversationId: string, seq: number | null): string | null {
  return useSyncExternalStore(
    subscribe,
    () => (current?.conversationId === conversationId && current.seq === seq ? current.text : null),
    () => null,
  );
}
