import { settingsIn, type SettingsPlace } from './settings-sections';

/** What the address and its entry in the history name; everything of the chat lives behind one prerendered page. */
export type Place = {
  readonly chat: string | null;
  /** The pane beside the chat is open: an entry of its own, which the back button takes back before the chat. */
  readonly pane: boolean;
  /**
   * The thread beside the chat, by the message that it hangs on: an entry of its own likewise, with an address. `NO_THREAD`: the
   * address names one that can't be.
   */
  readonly thread: number | null;
  /** The settings stand where the chats are. */
  readonly settings: SettingsPlace | null;
};

const PERSON = /^\/u\/([^/]+)\/?$/;

/** Whose card an address names; it stands over the list of chats. */
export function personIn(path: string): string | null {
  return PERSON.exec(path)?.[1] ?? null;
}

/** No message has this seq: whoever came by a broken link is told so, beside the chat that it names. */
export const NO_THREAD = 0;

const CHAT = /^\/c\/([^/]+)(?:\/t\/([^/]*))?\/?$/;

export function placeIn(path: string): Omit<Place, 'pane'> {
  const [, chat = null, thread] = CHAT.exec(path) ?? [];
  return { chat, thread: thread === undefined ? null : seqIn(thread), settings: settingsIn(path) };
}

function seqIn(text: string): number {
  const seq = /^[1-9]\d*$/.test(text) ? Number(text) : NO_THREAD;
  return Number.isSafeInteger(seq) ? seq : NO_THREAD;
}
