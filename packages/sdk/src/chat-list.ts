import type { ChatListItem, ContentInput } from '@parley/contract';
import { type ChatPlace, chatPlaceOf, compareChats, isHidden, isMuted, type SendState, waitsForMe } from '@parley/core';
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

type Made = { readonly from: ChatState; readonly row: ChatRow; readonly place: ChatPlace; readonly hides: boolean };
type Outgoing = Pick<ChatRow, 'outgoing' | 'waiting'>;
export type ChatRowsDeps = {
  readonly chat: (conversationId: string) => ChatState | undefined;
  readonly sends: (conversationId: string) => readonly PendingSend[];
  readonly myId: () => string;
  readonly now: () => number;
};
/** A row that is another one now; null: it was not there, or is not there any more. */
export type RowChange = {
  readonly conversationId: string;
  readonly before: ChatRow | null;
  readonly after: ChatRow | null;
};

/** The rows of the list, kept in order: what changes is made anew and put where it belongs, and nothing else is touched. */
export class ChatRows {
  readonly #deps: ChatRowsDeps;
  readonly #made = new Map<string, Made>();
  /** In the order of the list, hidden ones last. */
  readonly #sorted: Made[] = [];
  readonly #dirty = new Set<string>();
  readonly #waits = new Map<string, number>();
  #unread = 0;
  /** Mutes end by time alone: what was counted is true until the next one ends, unless the clock is set back. */
  #countedAt = Number.POSITIVE_INFINITY;
  #countsUntil = Number.NEGATIVE_INFINITY;

  constructor(deps: ChatRowsDeps) {
    this.#deps = deps;
  }

  get unread(): number {
    return this.#unread;
  }

  get stale(): boolean {
    return this.#dirty.size > 0;
  }

  row(conversationId: string): ChatRow | null {
    return this.#made.get(conversationId)?.row ?? null;
  }

  items(): ChatRow[] {
    return rowsOf(this.#sorted, false);
  }

  hidden(): ChatRow[] {
    return rowsOf(this.#sorted, true);
  }

  /** Something that its row shows may have changed. */
  touch(conversationId: string): void {
    this.#dirty.add(conversationId);
  }

  /** Makes anew what was touched, and says what is another row now. */
  update(): RowChange[] {
    const now = this.#deps.now();
    if (now < this.#countedAt || now >= this.#countsUntil) this.#countAll(now);
    this.#countedAt = now;
    const changes: RowChange[] = [];
    for (const conversationId of this.#dirty) {
      const before = this.#made.get(conversationId) ?? null;
      const after = this.#make(conversationId, before);
      if (after === before) continue;
      this.#put(before, after);
      if (after === null) this.#made.delete(conversationId);
      else this.#made.set(conversationId, after);
      this.#count(conversationId, after, now);
      changes.push({ conversationId, before: before?.row ?? null, after: after?.row ?? null });
    }
    this.#dirty.clear();
    return changes;
  }

  #put(before: Made | null, after: Made | null): void {
    const stays = before !== null && after !== null && compareChats(before.place, after.place) === 0;
    if (stays) this.#sorted[this.#indexOf(before.place)] = after;
    else {
      if (before !== null) this.#sorted.splice(this.#indexOf(before.place), 1);
      if (after !== null) this.#sorted.splice(this.#indexOf(after.place), 0, after);
    }
  }

  /** Where it stands, or would. */
  #indexOf(place: ChatPlace): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.#sorted[middle];
      if (at !== undefined && compareChats(at.place, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #countAll(now: number): void {
    this.#countsUntil = Number.POSITIVE_INFINITY;
    for (const [conversationId, made] of this.#made) this.#count(conversationId, made, now);
  }

  #count(conversationId: string, made: Made | null, now: number): void {
    const waits = made === null ? 0 : waitsForMe(made.row, now);
    this.#unread += waits - (this.#waits.get(conversationId) ?? 0);
    if (waits === 0) this.#waits.delete(conversationId);
    else this.#waits.set(conversationId, waits);
    const { muteUntil = null } = made?.row.personal ?? {};
    if (muteUntil !== null && isMuted({ muteUntil }, now)) this.#countsUntil = Math.min(this.#countsUntil, muteUntil);
  }

  #make(conversationId: string, known: Made | null): Made | null {
    const { chat, sends, myId } = this.#deps;
    const state = chat(conversationId);
    if (state === undefined) return null;
    const outgoing = outgoingOf(sends(conversationId));
    if (known?.from === state && isSame(known.row, outgoing)) return known;
    const item = itemOf(state);
    if (item === null) return null;
    const mine = item.lastMessage?.senderId === myId();
    const lastState = item.lastMessage !== null && mine ? sentState(item.lastMessage, item.peerReceipt) : null;
    const { lastAt, head, personal } = item;
    const place = chatPlaceOf({ conversationId, lastAt, headSeq: head.seq, personal });
    return { from: state, row: { ...item, ...outgoing, lastState }, place, hides: isHidden(personal, head.seq) };
  }
}

function rowsOf(made: readonly Made[], hidden: boolean): ChatRow[] {
  const rows: ChatRow[] = [];
  for (const { row, hides } of made) if (hides === hidden) rows.push(row);
  return rows;
}

function outgoingOf(sends: readonly PendingSend[]): Outgoing {
  const waiting = sends.findLast(({ failed }) => failed === null)?.content ?? null;
  const failed = sends.some((send) => send.failed !== null);
  return { outgoing: failed ? 'failed' : waiting === null ? null : 'pending', waiting };
}

function isSame(a: Outgoing, b: Outgoing): boolean {
  return a.outgoing === b.outgoing && a.waiting === b.waiting;
}
