import type { ChatListItem, ContentInput } from '@parley/contract';
import { type ChatPlace, chatPlaceOf, compareChats, isHidden, type SendState } from '@parley/core';
import { type ChatState, itemOf } from './cache/chat.js';
import type { PendingSend } from './cache/pending.js';
import { sentState } from './sent-state.js';

export type ChatRow = ChatListItem & {
  /** Whether something that I sent there waits for its ack, or failed. */
  readonly outgoing: 'pending' | 'failed' | null;
  /** What I said last of that which waits for its ack, in the flow or in a thread. */
  readonly waiting: ContentInput | null;
  /** State of lastMessage when it is mine. */
  readonly lastState: SendState | null;
};

export type ChatListSnapshot = {
  /** The list was read from the storage or the server; before that an empty list means nothing. */
  readonly loaded: boolean;
  readonly items: readonly ChatRow[];
  /** Those that I have hidden, until something is said there. */
  readonly hidden: readonly ChatRow[];
  /** For the number on the app: without what is muted. */
  readonly unread: number;
};

type Made = { readonly from: ChatState; readonly row: ChatRow; readonly place: ChatPlace };
type Outgoing = Pick<ChatRow, 'outgoing' | 'waiting'>;
type Rows = { readonly items: ChatRow[]; readonly hidden: ChatRow[] };

/** Makes the rows of the list, giving the same object for what did not change. */
export class ChatRows {
  readonly #made = new Map<string, Made>();

  list(chats: Iterable<ChatState>, options: { myId: string; sends: (id: string) => readonly PendingSend[] }): Rows {
    const made: Made[] = [];
    for (const state of chats) {
      const one = this.#make(state, outgoingOf(options.sends(state.conversationId)), options.myId);
      if (one !== null) made.push(one);
    }
    const rows = made.sort((a, b) => compareChats(a.place, b.place)).map(({ row }) => row);
    const hides = ({ personal, head }: ChatRow): boolean => isHidden(personal, head.seq);
    return { items: rows.filter((row) => !hides(row)), hidden: rows.filter(hides) };
  }

  #make(state: ChatState, outgoing: Outgoing, myId: string): Made | null {
    const known = this.#made.get(state.conversationId);
    if (known?.from === state && isSame(known.row, outgoing)) return known;
    const item = itemOf(state);
    if (item === null) return null;
    const mine = item.lastMessage?.senderId === myId;
    const lastState = item.lastMessage !== null && mine ? sentState(item.lastMessage, item.peerReceipt) : null;
    const { conversationId, lastAt, head, personal } = item;
    const place = chatPlaceOf({ conversationId, lastAt, headSeq: head.seq, personal });
    const made = { from: state, row: { ...item, ...outgoing, lastState }, place };
    this.#made.set(conversationId, made);
    return made;
  }
}

function outgoingOf(sends: readonly PendingSend[]): Outgoing {
  const waiting = sends.findLast(({ failed }) => failed === null)?.content ?? null;
  const failed = sends.some((send) => send.failed !== null);
  return { outgoing: failed ? 'failed' : waiting === null ? null : 'pending', waiting };
}

function isSame(a: Outgoing, b: Outgoing): boolean {
  return a.outgoing === b.outgoing && a.waiting === b.waiting;
}
