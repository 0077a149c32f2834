import { settingsIn, type SettingsPlace } from './settings-sections';

/** What the address and its entry in the history name; everything of the chat lives behind one prerendered page. */
export type Place = {
  readonly chat: string | null;
  /** The pane beside the chat is open: an entry of its own, which the back button takes back before the chat. */
  readonly pane: boolean;
  /**
   * The thread beside the chat, by the message that it hangs on: an entry of its own likewise, with an address. `NO_SEQ`: the
   * address names one that can't be.
   */
  readonly thread: number | null;
  /** The message that the chat is opened at; likewise. */
  readonly message: number | null;
  /** The settings stand where the chats are. */
  readonly settings: SettingsPlace | null;
};

const PERSON = /^\/u\/([^/]+)\/?$/;

/** Whose card an address names; it stands over the list of chats. */
export function personIn(path: string): string | null {
  return PERSON.exec(path)?.[1] ?? null;
}

/** No message has this seq: whoever came by a broken link is told so, in the chat that it names. */
export const NO_SEQ = 0;

const CHAT = /^\/c\/([^/]+)(?:\/([tm])\/([^/]*))?\/?$/;

export function placeIn(path: string): Omit<Place, 'pane'> {
  const [, chat = null, kind, seq = ''] = CHAT.exec(path) ?? [];
  const at = (wanted: string): number | null => (kind === wanted ? seqIn(seq) : null);
  return { chat, thread: at('t'), message: at('m'), settings: settingsIn(path) };
}

/** A place within a chat. */
export type ChatPlace = Pick<Place, 'thread' | 'message'> & { readonly chat: string };

/** What an address in a text names of this installation; null: it is of elsewhere, or no chat. */
export function chatPlaceIn(href: string, origin: string): ChatPlace | null {
  if (!href.startsWith(`${origin}/`)) return null;
  const { chat, thread, message } = placeIn(new URL(href).pathname);
  return chat === null ? null : { chat, thread, message };
}

function seqIn(text: string): number {
  const seq = /^[1-9]\d*$/.test(text) ? Number(text) : NO_SEQ;
  return Number.isSafeInteger(seq) ? seq : NO_SEQ;
}
