import type { Content, ErrorCode, Message, ParleyError, Reaction, Replies } from '@parley/contract';
import type { Head, SendState, Watermarks } from '@parley/core';
import type { PendingSend } from './cache/pending.js';
import { flowMessages, type TimelineState } from './cache/timeline.js';
import { sentState } from './sent-state.js';
import type { Store } from './store.js';

export type TimelineMessage = {
  /** Stable from pending to read. */
  readonly key: string;
  readonly conversationId: string;
  readonly clientMsgId: string;
  readonly messageId: string | null;
  readonly seq: number | null;
  readonly ord: number | null;
  readonly senderId: string;
  readonly mine: boolean;
  /** sentAt by the server; before the ack the local time of sending. */
  readonly at: number;
  readonly content: Content;
  /** When it was last edited; null: never. */
  readonly edited: { readonly at: number; readonly version: number } | null;
  readonly reactions: readonly ShownReaction[];
  readonly pinned: { readonly by: string; readonly at: number } | null;
  /** It is a reply in the thread of the message `seq`; `ord` is null until it is acked. */
  readonly thread: { readonly seq: number; readonly ord: number | null } | null;
  /** What was said in its own thread. */
  readonly replies: Replies | null;
  readonly state: SendState | 'failed' | 'received';
  /** Nothing of it has left this device: `discard` still takes it back. */
  readonly cancellable: boolean;
  readonly error: { readonly code: ErrorCode; readonly details: Record<string, unknown> } | null;
};

/** `userIds` names some of those who reacted, `count` says how many did; mine: I am one of them. */
export type ShownReaction = Reaction & { readonly mine: boolean };

/** One conversation's timeline: a store, and the verbs that page through it. They never reject; see status and error. */
export type Timeline = Store<TimelineSnapshot> & {
  readonly conversationId: string;
  /** Loads the newest page, from the cache when it has one; the first subscribe does it, too. */
  load(): Promise<void>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /**
   * Jumps to a seq; unless it is shown already, the window leaves the newest messages. Answers whether there is a message for me to
   * see; null: it could not be asked.
   */
  loadAround(seq: number): Promise<boolean | null>;
  /**
   * Jumps to the first message of the flow that was sent at this moment or later; when none was, to the newest. Answers which one it
   * is; null: there is none, or it could not be asked (see `error`).
   */
  loadAt(at: number): Promise<number | null>;
  /** Back to the newest messages after loadAround. */
  loadNewest(): Promise<void>;
  /** Whether its end is what is read: of much that was said while the connection was away the newest then comes first. */
  follow(atEnd: boolean): void;
  /**
   * Of more than `most` messages shown, half stay, around the one with this seq; the others come back as pages do. Call it with what is
   * on the screen whenever that moves or more comes: a day in a busy conversation is more than a page can hold.
   */
  trim(around: number, most: number): void;
  /** Who has seen the messages up to this seq has seen what stands behind it in threads alone: pass it to markRead. */
  seenTo(seq: number): number;
  /** The seq of the message that this one replies to in a thread; null: it is no reply, or not known here. */
  threadOf(seq: number): number | null;
  /** When I last said something here, in the flow or in a thread, as far as it is held; null: never. */
  lastSaidAt(): number | null;
};

export type TimelineSnapshot = {
  readonly conversationId: string;
  readonly status: 'idle' | 'loading' | 'ready' | 'error';
  readonly messages: readonly TimelineMessage[];
  /** What these messages answer, by seq; null: not there any more, missing: being looked up. */
  readonly answered: ReadonlyMap<number, Message | null>;
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly loadingOlder: boolean;
  readonly loadingNewer: boolean;
  readonly head: Head;
  readonly error: ParleyError | null;
};

type Viewed = {
  readonly state: TimelineMessage['state'];
  readonly replies: Replies | null;
  readonly view: TimelineMessage;
};
type Mine = { readonly myId: string; readonly peer: Watermarks | null; readonly pending: readonly PendingSend[] };

/** Turns messages into what is shown, giving the same object for what did not change. */
export class TimelineViews {
  readonly #views = new WeakMap<Message | PendingSend, Viewed>();

  /** The flow: without what was said in threads. */
  of(state: TimelineState, mine: Mine): TimelineMessage[] {
    const pending = mine.pending.filter(({ content }) => content.thread === undefined);
    const follows = state.window?.high == null;
    return this.these(flowMessages(state), state, { ...mine, pending: follows ? pending : [] });
  }

  these(messages: readonly Message[], { replies }: TimelineState, mine: Mine): TimelineMessage[] {
    const views = messages.map((message) => this.#sent(message, replies.get(message.seq) ?? null, mine));
    if (mine.pending.length === 0) return views;
    // The queue of another tab may lag behind the message itself.
    const known = new Set(views.flatMap((view) => (view.mine ? [view.clientMsgId] : [])));
    const waiting = mine.pending.filter(({ clientMsgId }) => !known.has(clientMsgId));
    return [...views, ...waiting.map((pending) => this.#pending(pending, mine.myId))];
  }

  #sent(message: Message, replies: Replies | null, { myId, peer }: Mine): TimelineMessage {
    const mine = message.senderId === myId;
    const state = mine ? sentState(message, peer) : 'received';
    return this.#memo(message, { state, replies }, () => ({
      key: `${message.senderId}:${message.clientMsgId}`,
      conversationId: message.conversationId,
      clientMsgId: message.clientMsgId,
      messageId: message.messageId,
      seq: message.seq,
      ord: message.ord,
      senderId: message.senderId,
      mine,
      at: message.sentAt,
      content: message.content,
      edited: message.edited ?? null,
      reactions: (message.reactions ?? []).map((one) => ({ ...one, mine: one.userIds.includes(myId) })),
      pinned: message.pinned ?? null,
      thread: message.thread ?? null,
      replies,
      state,
      cancellable: false,
      error: null,
    }));
  }

  #pending(pending: PendingSend, myId: string): TimelineMessage {
    const state = pending.failed === null ? 'pending' : 'failed';
    return this.#memo(pending, { state, replies: null }, () => ({
      key: `${myId}:${pending.clientMsgId}`,
      conversationId: pending.conversationId,
      clientMsgId: pending.clientMsgId,
      messageId: null,
      seq: null,
      ord: null,
      senderId: myId,
      mine: true,
      at: pending.createdAt,
      content: pending.content,
      edited: null,
      reactions: [],
      pinned: null,
      thread: pending.content.thread === undefined ? null : { ...pending.content.thread, ord: null },
      replies: null,
      state,
      cancellable: state === 'pending' && !pending.left,
      error: pending.failed,
    }));
  }

  #memo(of: Message | PendingSend, by: Omit<Viewed, 'view'>, make: () => TimelineMessage): TimelineMessage {
    const known = this.#views.get(of);
    if (known !== undefined && known.state === by.state && known.replies === by.replies) return known.view;
    const view = make();
    this.#views.set(of, { ...by, view });
    return view;
  }
}
