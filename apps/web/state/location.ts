import { useSyncExternalStore } from 'react';
import { personIn, type Place, placeIn } from './place';
import { settingsPath, type SettingsPlace } from './settings-sections';

/**
 * What an entry of the history remembers: whether the list is before its chat, whether its chat is before it, and how many entries of
 * the settings lie between it and what was there before them.
 */
type Entry = {
  readonly fromList?: boolean;
  readonly pane?: boolean;
  readonly beside?: boolean;
  readonly settings?: number;
};

const nowhere: Place = { chat: null, pane: false, thread: null, settings: null };
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
    seen = { path, place: { ...placeIn(path), pane } };
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
  if (current().chat === conversationId) return;
  const path = `/c/${conversationId}`;
  history.pushState({ fromList: location.pathname === '/' } satisfies Entry, '', path);
  tell();
}

/** Beside the chat stands one thing at a time: another takes the place of it, also in the history. */
function openBeside(path: string, pane: boolean): void {
  const { fromList = false, beside = false } = entry();
  const next: Entry = { fromList, pane, beside: true };
  if (beside) history.replaceState(next, '', path);
  // One that was come to by its address has no chat before it: it is put there.
  else {
    if (current().thread !== null) history.replaceState({ fromList } satisfies Entry, '', chatPath());
    history.pushState(next, '', path);
  }
  tell();
}

function chatPath(): string {
  return `/c/${current().chat ?? ''}`;
}

/** As the back button does it; what was come to by its address gives way to the chat. */
function closeBeside(): void {
  if (entry().beside === true) return goBack(1);
  history.replaceState({ fromList: entry().fromList === true } satisfies Entry, '', chatPath());
  tell();
}

export function openPane(): void {
  if (!current().pane) openBeside(chatPath(), true);
}

export function closePane(): void {
  if (current().pane) closeBeside();
}

/** Opens a thread beside its chat. */
export function openThread(conversationId: string, seq: number): void {
  openChat(conversationId);
  if (current().thread !== seq) openBeside(threadPath(conversationId, seq), false);
}

export function closeThread(): void {
  if (current().thread !== null) closeBeside();
}

export function threadPath(conversationId: string, seq: number): string {
  return `/c/${conversationId}/t/${seq}`;
}

/** The chat is no place to come back to any more: its address gives way to the list, with what is beside it. */
export function dropChat(): void {
  if (entry().beside === true) goBack(1, toList);
  else toList();
}

/** Back to the list: as the back button would, when the list is where we came from. */
export function closeChat(): void {
  const { fromList, beside } = entry();
  if (fromList === true) goBack(beside === true ? 2 : 1);
  else dropChat();
}

/** From one part to another the list stays what is behind both. */
export function openSettings(place: SettingsPlace = 'list'): void {
  const { settings: from } = current();
  if (from === place) return;
  const { settings: depth = 0 } = entry();
  if (from === null || from === 'list') {
    history.pushState({ settings: depth + 1 } satisfies Entry, '', settingsPath(place));
  } else history.replaceState({ settings: depth } satisfies Entry, '', settingsPath(place));
  tell();
}

/** To the list of their parts, where it stands alone. */
export function openSettingsList(): void {
  const { settings: depth = 0 } = entry();
  if (depth > 1) return goBack(1);
  history.replaceState({ settings: depth } satisfies Entry, '', settingsPath('list'));
  tell();
}

/** Back to what was there before them; who came by their address, to the chats. */
export function closeSettings(): void {
  const { settings: depth = 0 } = entry();
  const leave = (): void => {
    if (current().settings !== null) toList();
  };
  if (depth === 0) leave();
  else goBack(depth, leave);
}

/** Whom the address names. */
export function usePersonPlace(): string | null {
  return useSyncExternalStore(
    subscribe,
    () => personIn(location.pathname),
    () => null,
  );
}

/** The address of somebody gives way to the list below their card. */
export function leavePerson(): void {
  if (personIn(location.pathname) !== null) toList();
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
