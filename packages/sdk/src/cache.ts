import type { ChatListItem, Draft, Heads, KnownEntry, Message, Personal, Receipt, SeqRange } from '@parley/contract';
import type { Head } from '@parley/core';
import { applyToChat, applyToTimeline, isOwnEntry, messagesOf, type OwnEntry, saidIn } from './apply-event.js';
import { mentionLost } from './cache/calls.js';
import {
  chatOnChange,
  chatOnDraft,
  chatOnDraftKept,
  chatOnFirstSeq,
  chatOnGone,
  chatOnHead,
  chatOnItem,
  chatOnMessage,
  chatOnPersonal,
  chatOnPurged,
  chatOnRead,
  chatOnReceipt,
  chatOnRevs,
  type ChatState,
  emptyChat,
  mergeChats,
} from './cache/chat.js';
import { headOf } from './cache/head.js';
import {
  emptyTimeline,
  timelineOnChange,
  timelineOnHead,
  timelineOnLoaded,
  timelineOnMessages,
  timelineOnPurged,
  type TimelineState,
} from './cache/timeline.js';
import type { Persistence } from './persistence.js';
import { batch } from './store.js';

/** What became known of one timeline by asking: history, sync.batch, or the answer to a send. */
export type TimelinePart = {
  readonly messages: readonly Message[];
  readonly purged?: readonly SeqRange[];
  readonly loaded?: { readonly head: Head; readonly firstSeq?: number };
  /** Every change up to this rev was given, for all that this device holds. */
  readonly revs?: number;
};

export type CacheListener = {
  chatChanged(conversationId: string): void;
  timelineChanged(conversationId: string): void;
  /** Each time a message is applied; fresh: told by an event, a sync or an ack, not read from the history. */
  messageApplied(message: Message, fresh: boolean): void;
  /** I saved a message, or took one off. */
  savedChanged(): void;
  /** A scheduled message of mine came, changed or went. */
  scheduledChanged(entry: Extract<KnownEntry, { kind: 'scheduled' }>): void;
  /** Something that belongs to no conversation. */
  ownTold(entry: OwnEntry): void;
  /** Something was said in a thread that I follow, or I followed, read or typed in one. */
  threadTold(entry: Extract<KnownEntry, { kind: 'thread' }>): void;
  /** Messages are not mine to see any more; no ranges: all of the conversation. */
  gone(conversationId: string, ranges?: readonly SeqRange[]): void;
  /** A row is known by its messages alone, or its last message, or the newest that calls me, is gone: it has to be fetched. */
  rowWanted(conversationId: string): void;
  /** Everything was replaced by a snapshot. */
  replaced(): void;
};

/** More than a tab that writes may be behind. */
const CHANGED_KEPT = 500;

/** The memory: immutable states in two maps, replaced by the reducers; everything that changes is also persisted. */
export class Cache {
  readonly chats = new Map<string, ChatState>();
  /** Only of conversations that somebody looks at. */
  readonly timelines = new Map<string, TimelineState>();
  readonly #persistence: Persistence;
  readonly #myId: () => string;
  readonly #listener: CacheListener;
  /** Changed messages of late: what the storage holds of them may be older, as another tab writes it. */
  readonly #changed = new Map<string, Message>();
  /** Counts how often it began anew. */
  #begun = 0;
  /** While a snapshot is loaded: what happened meanwhile is applied to it once more. */
  #journal: Array<() => void> | null = null;

  constructor(deps: { persistence: Persistence; myId: () => string; listener: CacheListener }) {
    this.#persistence = deps.persistence;
    this.#myId = deps.myId;
    this.#listener = deps.listener;
  }

  chat(conversationId: string): ChatState {
    return this.chats.get(conversationId) ?? emptyChat(conversationId);
  }

  /** All that is applied in one go is told of once. */
  applyEntries(entries: readonly KnownEntry[]): void {
    this.#do(() => {
      this.#showAll(entries);
      for (const entry of entries) this.#applyEntry(entry);
    });
  }

  applyPart(conversationId: string, part: TimelinePart, fresh = false): void {
    this.#do(() => this.#applyPart(conversationId, part, fresh));
  }

  /** What the storage holds of an open timeline. Another tab may have put it there: the row shows the newest of it here, too. */
  applyStored(conversationId: string, stored: readonly Message[]): void {
    const changed = stored.flatMap(({ seq }) => this.#changed.get(`${conversationId}:${seq}`) ?? []);
    this.updateTimeline(conversationId, (state) => timelineOnMessages(state, [...stored, ...changed]));
    const newest = newestHeld(this.timelines.get(conversationId));
    const chat = this.chat(conversationId);
    if (newest !== null && isNewer(newest, chat.lastMessage)) this.#setChat(chatOnMessage(chat, newest, this.#myId()));
  }

  /** A message as an act of mine left it. The entry of the act follows, and others may lie between. */
  applyActed(message: Message): void {
    const { conversationId, rev } = message;
    this.#do(() => {
      this.#setChat(chatOnChange(this.chat(conversationId), { revs: [rev], message }, this.#myId()));
      this.updateTimeline(conversationId, (state) => timelineOnMessages(state, [message]));
      this.#persistence.message(message);
    });
  }

  /** A message that was changed where this device looks. */
  applyChange(change: { revs: readonly number[]; by: string; message: Message }): void {
    const { conversationId } = change.message;
    this.#do(() => {
      this.#setChat(chatOnChange(this.chat(conversationId), change, this.#myId()));
      this.updateTimeline(conversationId, (state) => timelineOnChange(state, change, this.#myId()));
      this.#persistence.message(change.message);
      this.#rememberChanged(change.message);
    });
  }

  applyItem(item: ChatListItem, stamp: number): void {
    this.#do(() => this.#applyItem(item, stamp));
  }

  applyRead(conversationId: string, read: { readSeq: number; readOrd: number }): void {
    this.#do(() => this.#setChat(chatOnRead(this.chat(conversationId), read)));
  }

  applyPersonal(conversationId: string, personal: Personal): void {
    this.#do(() => this.#setChat(chatOnPersonal(this.chat(conversationId), personal)));
  }

  applyDraft(conversationId: string, draft: Draft): void {
    this.#do(() => this.#setChat(chatOnDraft(this.chat(conversationId), draft)));
  }

  applyDraftKept(conversationId: string, told: Draft, kept: Draft): void {
    this.#do(() => this.#setChat(chatOnDraftKept(this.chat(conversationId), told, kept)));
  }

  applyReceipt(conversationId: string, receipt: Receipt): void {
    this.#do(() => this.#setChat(chatOnReceipt(this.chat(conversationId), receipt)));
  }

  /** A head that was told of; the timeline finds out what it lacks. */
  applyHead(conversationId: string, head: Head): void {
    this.updateTimeline(conversationId, (state) => timelineOnHead(state, head));
  }

  /** The head of a conversation whose messages are not pushed here: its row shows it. */
  applyTold({ conversationId, ...head }: Heads): void {
    this.#do(() => this.#setChat(chatOnHead(this.chat(conversationId), head)));
  }

  /** What the row knows of the head, for a timeline that is looked at again. */
  catchUp(conversationId: string): void {
    this.applyHead(conversationId, headOf(this.chat(conversationId)));
  }

  setChat(state: ChatState): void {
    this.#do(() => this.#setChat(state));
  }

  updateTimeline(conversationId: string, change: (state: TimelineState) => TimelineState): void {
    const old = this.timelines.get(conversationId);
    if (old === undefined) return;
    const next = change(old);
    if (next === old) return;
    this.timelines.set(conversationId, next);
    this.#listener.timelineChanged(conversationId);
  }

  openTimeline(conversationId: string): TimelineState {
    const open = this.timelines.get(conversationId);
    if (open !== undefined) return open;
    const chat = this.chat(conversationId);
    const { purged, firstSeq } = chat;
    const empty: TimelineState = { ...emptyTimeline(conversationId), head: headOf(chat), purged, firstSeq };
    const changed = [...this.#changed.values()].filter((message) => message.conversationId === conversationId);
    const state = timelineOnMessages(empty, changed);
    this.timelines.set(conversationId, state);
    return state;
  }

  closeTimeline(conversationId: string): void {
    this.timelines.delete(conversationId);
  }

  /** What the storage holds, merged with what this tab has learned since. */
  load(stored: readonly ChatState[]): void {
    batch(() => {
      for (const state of stored) {
        const mine = this.chats.get(state.conversationId);
        this.#setChat(mine === undefined ? state : mergeChats(mine, state));
      }
    });
  }

  /**
   * Messages, from the storage or the server, no older than the rows: what was asked for before the cache began anew is asked
   * for again, as nobody would ever find out what had changed of it until then.
   */
  async current<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      const begun = this.#begun;
      const answer = await ask();
      if (begun === this.#begun) return answer;
    }
  }

  /** From now on everything that is applied is remembered until replaceWith() or dropJournal(). */
  startJournal(): void {
    this.#journal = [];
  }

  dropJournal(): void {
    this.#journal = null;
  }

  /**
   * The cache starts anew from these rows; what happened since startJournal() is applied to them. `missing`: the list has
   * not all of them, so rows that it leaves out stay as they are.
   */
  replaceWith(items: readonly ChatListItem[], stamp: number, missing: boolean): void {
    batch(() => this.#replaceWith(items, stamp, missing));
  }

  #replaceWith(items: readonly ChatListItem[], stamp: number, missing: boolean): void {
    this.#begun += 1;
    const journal = this.#journal ?? [];
    this.#journal = null;
    const old = [...this.chats.keys()];
    const kept = missing ? [...this.chats.values()] : [];
    this.chats.clear();
    this.#persistence.clearCache();
    for (const conversationId of [...this.timelines.keys()]) {
      this.timelines.set(conversationId, emptyTimeline(conversationId));
    }
    const given = new Set(items.map(({ conversationId }) => conversationId));
    for (const state of kept) if (!given.has(state.conversationId)) this.#setChat(state);
    this.addItems(items, stamp);
    for (const again of journal) again();
    for (const conversationId of old) this.#listener.chatChanged(conversationId);
    this.#listener.replaced();
  }

  /** More rows of a list whose first ones are here. */
  addItems(items: readonly ChatListItem[], stamp: number): void {
    batch(() => {
      for (const item of items) {
        const { conversationId, head } = item;
        const isNew = !this.chats.has(conversationId);
        this.#applyItem(item, stamp);
        // Nothing older than this row is held: what it says is true of everything.
        if (isNew) this.#setChat(chatOnRevs(this.chat(conversationId), head.rev));
      }
    });
  }

  /** The whole list, asked for again: rows of an older place that are not in it are not mine any more. */
  complete(items: readonly ChatListItem[], stamp: number): void {
    const given = new Set(items.map(({ conversationId }) => conversationId));
    batch(() => {
      for (const state of [...this.chats.values()]) {
        if (!given.has(state.conversationId)) this.#setChat(chatOnGone(state, undefined, stamp));
      }
      for (const item of items) this.applyItem(item, stamp);
    });
  }

  clear(): void {
    const chats = [...this.chats.keys()];
    const timelines = [...this.timelines.keys()];
    this.#journal = null;
    this.chats.clear();
    this.timelines.clear();
    this.#changed.clear();
    batch(() => {
      chats.forEach((id) => this.#listener.chatChanged(id));
      timelines.forEach((id) => this.#listener.timelineChanged(id));
    });
  }

  #do(apply: () => void): void {
    this.#journal?.push(apply);
    batch(apply);
  }

  #applyEntry(entry: KnownEntry): void {
    if (isOwnEntry(entry)) return this.#listener.ownTold(entry);
    const { conversationId } = entry;
    this.#setChat(applyToChat(this.chat(conversationId), entry, this.#myId()));
    this.updateTimeline(conversationId, (state) => applyToTimeline(state, entry, this.#myId()));
    for (const message of messagesOf(entry)) this.#persistence.message(message);
    if (entry.kind === 'gone' && entry.seq !== undefined) this.#persistence.removeMessage(conversationId, entry.seq);
    for (const message of messagesOf(entry)) this.#listener.messageApplied(message, entry.kind === 'message');
    if (entry.kind === 'change') this.#rememberChanged(entry.message);
    if (entry.kind === 'saved') this.#listener.savedChanged();
    if (entry.kind === 'scheduled') this.#listener.scheduledChanged(entry);
    if (entry.kind === 'thread') this.#listener.threadTold(entry);
    if (entry.kind === 'gone') this.#listener.gone(conversationId, rangeOf(entry.seq));
    if (entry.kind === 'hidden') this.#applyHidden(conversationId, entry.ranges);
  }

  /** An open timeline takes all messages of a page at once; then none of the entries has anything left to put in. */
  #showAll(entries: readonly KnownEntry[]): void {
    for (const [conversationId, messages] of saidIn(entries)) {
      this.updateTimeline(conversationId, (state) => timelineOnMessages(state, messages));
    }
  }

  #rememberChanged(message: Message): void {
    const key = `${message.conversationId}:${message.seq}`;
    this.#changed.delete(key);
    this.#changed.set(key, message);
    const [oldest] = this.#changed.keys();
    if (this.#changed.size > CHANGED_KEPT && oldest !== undefined) this.#changed.delete(oldest);
  }

  #applyHidden(conversationId: string, ranges: readonly SeqRange[]): void {
    this.#listener.gone(conversationId, ranges);
    for (const { from, to } of ranges) {
      for (let seq = from; seq <= to; seq += 1) this.#persistence.removeMessage(conversationId, seq);
    }
    if (this.chat(conversationId).lastMessage === null) this.#listener.rowWanted(conversationId);
  }

  #applyPart(conversationId: string, { messages, purged = [], loaded, revs }: TimelinePart, fresh: boolean): void {
    let chat = chatOnPurged(this.chat(conversationId), purged);
    if (loaded?.firstSeq !== undefined) chat = chatOnFirstSeq(chat, loaded.firstSeq);
    for (const message of messages) {
      chat = chatOnMessage(chat, message, this.#myId());
      this.#persistence.message(message);
    }
    if (revs !== undefined) chat = chatOnRevs(chat, revs);
    this.#setChat(chat);
    this.updateTimeline(conversationId, (state) => {
      const withPart = timelineOnMessages(timelineOnPurged(state, purged), messages);
      return loaded === undefined ? withPart : timelineOnLoaded(withPart, loaded);
    });
    for (const message of messages) this.#listener.messageApplied(message, fresh);
  }

  #applyItem(item: ChatListItem, stamp: number): void {
    const { conversationId, lastMessage } = item;
    this.#setChat(chatOnItem(this.chat(conversationId), item, stamp));
    this.updateTimeline(conversationId, (state) => {
      const known = timelineOnHead(state, item.head);
      return lastMessage === null ? known : timelineOnMessages(known, [lastMessage]);
    });
    if (lastMessage === null) return;
    this.#persistence.message(lastMessage);
    this.#listener.messageApplied(lastMessage, false);
  }

  /** Persisted even when unchanged: a tab that takes over must store what only its memory had. */
  #setChat(state: ChatState): void {
    this.#persistence.chat(state);
    const old = this.chats.get(state.conversationId);
    if (!state.gone && (state.base === null || mentionLost(old, state))) this.#listener.rowWanted(state.conversationId);
    if (old === state) return;
    this.chats.set(state.conversationId, state);
    this.#listener.chatChanged(state.conversationId);
    // A timeline shows who has read it, and finds out by the revs what it lacks; nothing else of the row is for it.
    if (old?.peerReceipt !== state.peerReceipt || old?.revs !== state.revs) {
      this.#listener.timelineChanged(state.conversationId);
    }
  }
}

function rangeOf(seq: number | undefined): SeqRange[] | undefined {
  return seq === undefined ? undefined : [{ from: seq, to: seq }];
}

function newestHeld(timeline: TimelineState | undefined): Message | null {
  const held = timeline?.messages ?? new Map<number, Message>();
  return held.get(Math.max(0, ...held.keys())) ?? null;
}

function isNewer(message: Message, last: Message | null): boolean {
  return last === null || message.seq > last.seq || (message.seq === last.seq && message.rev > last.rev);
}
