import { useSyncExternalStore } from 'react';
import { type ChatPlace, personIn, type Place, placeIn } from './place';
import { settingsPath, type SettingsPlace } from './settings-sections';

/**
 * What an entry of the history remembers: whether the list is before its chat, how many places of the chat are before it, whether the
 * chat is before what stands beside it, and how many entries of the settings lie between it and what was there before them.
 */
type Entry = {
  readonly fromList?: boolean;
  readonly within?: number;
  readonly pane?: boolean;
  readonly beside?: boolean;
  readonly settings?: number;
};

/**
 * With what Next keeps in it, which is all else, an entry counts as its own: the addresses all show the one page, which its router would otherwise draw
 * anew, and say to the browser once more, with each of them.
 */
function stateOf(entered: Entry): Entry {
  const { fromList: _1, within: _2, pane: _3, beside: _4, settings: _5, ...ofNext } = entry();
  return { ...ofNext, ...entered };
}

function push(entered: Entry, path: string): void {
  history.pushState(stateOf(entered), '', path);
}

function replace(entered: Entry, path: string): void {
  history.replaceState(stateOf(entered), '', path);
}

const nowhere: Place = { chat: null, pane: false, thread: null, message: null, settings: null };
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
  replace({}, '/');
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
  push({ fromList: location.pathname === '/' }, path);
  tell();
}

/** Beside the chat stands one thing at a time: another takes the place of it, also in the history. */
function openBeside(path: string, pane: boolean): void {
  const { fromList = false, within = 0, beside = false } = entry();
  const next: Entry = { fromList, within, pane, beside: true };
  if (beside) replace(next, path);
  // One that was come to by its address has no chat before it: it is put there. Nor does the back button go to a message once more.
  else {
    const { thread, message } = current();
    if (thread !== null || message !== null) replace({ fromList, within }, chatPath());
    push(next, path);
  }
  tell();
}

function chatPath(): string {
  return `/c/${current().chat ?? ''}`;
}

/** As the back button does it; what was come to by its address gives way to the chat. */
function closeBeside(): void {
  if (entry().beside === true) return goBack(1);
  toChat();
}

/** The chat alone stands in the address. */
function toChat(): void {
  const { fromList = false, within = 0 } = entry();
  replace({ fromList, within }, chatPath());
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

/**
 * Opens a chat at a message, as a place to come back to; `from`: the message of the flow that led there, which one then comes back to.
 */
export function openMessage(conversationId: string, seq: number, from: number | null = null): void {
  const { chat } = current();
  const path = messagePath(conversationId, seq);
  const { fromList = false, within = 0, beside = false } = entry();
  if (location.pathname === path) return tell();
  if (chat !== null && from !== null && !beside) replace(entry(), messagePath(chat, from));
  const next: Entry =
    chat === conversationId ? { fromList, within: within + (beside ? 2 : 1) } : { fromList: location.pathname === '/' };
  push(next, path);
  tell();
}

/** The reader has gone on from the message that the address names. */
export function leaveMessage(): void {
  if (current().message !== null) toChat();
}

function messagePath(conversationId: string, seq: number): string {
  return `/c/${conversationId}/m/${seq}`;
}

/** To be given to others. */
export function chatUrl(conversationId: string): string {
  return `${location.origin}/c/${conversationId}`;
}

/** Likewise. */
export function messageUrl(conversationId: string, seq: number): string {
  return `${location.origin}${messagePath(conversationId, seq)}`;
}

/** Opens what a link in a text names, which stands in the message `from`. */
export function openChatPlace({ chat, thread, message }: ChatPlace, from: number | null): void {
  if (message !== null) openMessage(chat, message, from);
  else if (thread === null) openChat(chat);
  else openThread(chat, thread);
}

/** The chat is no place to come back to any more: its address gives way to the list, with what is beside it. */
export function dropChat(): void {
  if (entry().beside === true) goBack(1, toList);
  else toList();
}

/** Back to the list: as the back button would, when the list is where we came from. */
export function closeChat(): void {
  const { fromList, within = 0, beside } = entry();
  if (fromList === true) goBack(within + (beside === true ? 2 : 1));
  else dropChat();
}

/** From one part to another the list stays what is behind both. */
export function openSettings(place: SettingsPlace = 'list'): void {
  const { settings: from } = current();
  if (from === place) return;
  const { settings: depth = 0 } = entry();
  if (from === null || from === 'list') {
    push({ settings: depth + 1 }, settingsPath(place));
  } else replace({ settings: depth }, settingsPath(place));
  tell();
}

/** To the list of their parts, where it stands alone. */
export function openSettingsList(): void {
  const { settings: depth = 0 } = entry();
  if (depth > 1) return goBack(1);
  replace({ settings: depth }, settingsPath('list'));
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
  replace(entry(), location.pathname);
  tell();
}
