import type { ChatListItem } from '@parley/contract';
import { type SendState, sendStateOf } from '@parley/core';
import { type ChatState, itemOf } from './cache/chat.js';

export type ChatRow = ChatListItem & {
  /** Whether something that I sent there waits for its ack, or failed. */
  readonly outgoing: 'pending' | 'failed' | null;
  /** State of lastMessage when it is mine. */
  readonly lastState: SendState | null;
};

export type ChatListSnapshot = {
  /** The list was read from the storage or the server; before that an empty list means nothing. */
  readonly loaded: boolean;
  readonly items: readonly ChatRow[];
  readonly unread: number;
};

type Made = { readonly from: ChatState; readonly row: ChatRow };

/** Makes the rows of the list, giving the same object for what did not change. */
export class ChatRows {
  readonly #made = new Map<string, Made>();

  list(
    chats: Iterable<ChatState>,
    options: { myId: string; outgoing: (id: string) => ChatRow['outgoing'] },
  ): ChatRow[] {
    const rows: ChatRow[] = [];
    for (const state of chats) {
      const row = this.#row(state, options.outgoing(state.conversationId), options.myId);
      if (row !== null) rows.push(row);
    }
    return rows.sort(newestFirst);
  }

  #row(state: ChatState, outgoing: ChatRow['outgoing'], myId: string): ChatRow | null {
    const known = this.#made.get(state.conversationId);
    if (known !== undefined && known.from === state && known.row.outgoing === outgoing) return known.row;
    const item = itemOf(state);
    if (item === null) return null;
    const mine = item.lastMessage?.senderId === myId;
    const lastState = item.lastMessage !== null && mine ? sendStateOf(item.lastMessage.seq, item.peerReceipt) : null;
    const row = { ...item, outgoing, lastState };
    this.#made.set(state.conversationId, { from: state, row });
    return row;
  }
}

function newestFirst(a: ChatRow, b: ChatRow): number {
  return (
    b.lastAt - a.lastAt ||
    b.conversationId.length - a.conversationId.length ||
    (a.conversationId < b.conversationId ? 1 : -1)
  );
}
