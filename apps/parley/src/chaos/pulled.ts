import type { SeenMessage } from './journal.js';

/** Everything that a device which begins from nothing is given by the server, as it came. */
export interface Pulled {
  user: string;
  timelines: { conversation: string; head: number; messages: SeenMessage[] }[];
  inbox: { head: number; entries: InboxPlace[] };
  chats: { conversation: string; readSeq: number; unread: number }[];
  /** What it was given of conversations that it has no part in. */
  foreign: { conversation: string; messages: number }[];
}

/** A place of the inbox; conversation and seq where it stands for a message. */
export interface InboxPlace {
  inboxSeq: number;
  message?: { conversation: string; seq: number };
}
