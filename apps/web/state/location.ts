import { useSyncExternalStore } from 'react';

/** What the address and its entry in the history name; everything of the chat lives behind one prerendered page. */
export type Place = {
  readonly chat: string | null;
  /** The pane beside the chat is open: an entry of its own, which the back button takes back before the chat. */
  readonly pane: boolean;
};

/** What an entry of the history remembers: whether the list is the one before it, and whether the pane is open. */
type Entry = { readonly fromList?: boolean; readonly pane?: boolean };

const nowhere: Place = { chat: null, pane: false };
const listeners = new Set<() => void>();
let seen: { path: string; place: Place } | null = null;

function entry(): Entry {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null ? state : {};
}

function current(): Place {
  const path = location.pathname;
  const pane = entry().pane === true;
  if (seen?.path !== path || seen.place.pane !== pane) {
    seen = { path, place: { chat: /^\/c\/([^/]+)$/.exec(path)?.[1] ?? null, pane } };
  }
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

function toList(): void {
  history.replaceState(null, '', '/');
  tell();
}

let goingBack = false;

/** Goes back, and on from there once the browser has arrived; asked twice on the way, it goes once. */
function goBack(steps: number, then: () => void = () => undefined): void {
  const arrived = (): void => {
    goingBack = false;
    then();
  };
  window.addEventListener('popstate', arrived, { once: true });
  if (!goingBack) history.go(-steps);
  goingBack = true;
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, current, () => nowhere);
}

/** Opens a conversation as a place to come back to. */
export function openChat(conversationId: string): void {
  const path = `/c/${conversationId}`;
  if (location.pathname === path) return;
  history.pushState({ fromList: location.pathname === '/' } satisfies Entry, '', path);
  tell();
}

export function openPane(): void {
  if (entry().pane === true) return;
  history.pushState({ ...entry(), pane: true } satisfies Entry, '', location.pathname);
  tell();
}

/** As the back button does it. */
export function closePane(): void {
  if (entry().pane === true) goBack(1);
}

/** The chat is no place to come back to any more: its address gives way to the list, with that of its pane. */
export function dropChat(): void {
  if (entry().pane === true) goBack(1, toList);
  else toList();
}

/** Back to the list: as the back button would, when the list is where we came from. */
export function closeChat(): void {
  const { fromList, pane } = entry();
  if (fromList === true) goBack(pane === true ? 2 : 1);
  else dropChat();
}

const JOIN = /^#join=([A-Za-z0-9_-]{32})$/;

/** A link into a group: the secret stands in the fragment, which no browser sends and no log keeps. */
export function joinUrl(token: string): string {
  return `${location.origin}/#join=${token}`;
}

function subscribeHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  const off = subscribe(listener);
  return () => {
    window.removeEventListener('hashchange', listener);
    off();
  };
}

/** The secret of the link by which somebody came; it waits in the address until they are signed in. */
export function useJoinToken(): string | null {
  return useSyncExternalStore(
    subscribeHash,
    () => JOIN.exec(location.hash)?.[1] ?? null,
    () => null,
  );
}

export function forgetJoinToken(): void {
  history.replaceState(history.state, '', location.pathname);
  tell();
}
