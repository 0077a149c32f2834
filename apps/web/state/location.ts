import { useSyncExternalStore } from 'react';

/** What the address names; everything of the chat lives behind one prerendered page. */
export type Place = { readonly chat: string | null };

const listeners = new Set<() => void>();
let seen: { path: string; place: Place } | null = null;

function current(): Place {
  const path = location.pathname;
  if (seen?.path !== path) seen = { path, place: { chat: /^\/c\/([^/]+)$/.exec(path)?.[1] ?? null } };
  return seen.place;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, current, () => ({ chat: null }));
}

/** Opens a conversation as a place to come back to. */
export function openChat(conversationId: string): void {
  const path = `/c/${conversationId}`;
  if (location.pathname === path) return;
  history.pushState({ fromList: location.pathname === '/' }, '', path);
  tell();
}

/** The chat is no place to come back to any more: its address gives way to the list. */
export function dropChat(): void {
  history.replaceState(null, '', '/');
  tell();
}

/** Back to the list: as the back button would, when the list is where we came from. */
export function closeChat(): void {
  const state: unknown = history.state;
  if (typeof state === 'object' && state !== null && 'fromList' in state && state.fromList === true) {
    history.back();
    return;
  }
  history.replaceState(null, '', '/');
  tell();
}
