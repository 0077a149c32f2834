import type { Content, ErrorCode, Message, ParleyError, Reaction } from '@parley/contract';
import { type Head, type SendState, sendStateOf, type Watermarks } from '@parley/core';
import type { PendingSend } from './cache/pending.js';
import { type TimelineState, windowMessages } from './cache/timeline.js';
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
  readonly state: SendState | 'failed' | 'received';
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
  /** Jumps to a seq; unless it is shown already, the window leaves the newest messages. */
  loadAround(seq: number): Promise<void>;
  /** Back to the newest messages after loadAround. */
  loadNewest(): Promise<void>;
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

type Viewed = { readonly state: TimelineMessage['state']; readonly view: TimelineMessage };

/** Turns messages into what is shown, giving the same object for what did not change. */
export class TimelineViews {
  readonly #views = new WeakMap<Message | PendingSend, Viewed>();

  of(
    state: TimelineState,
    mine: { myId: string; peer: Watermarks | null; pending: readonly PendingSend[] },
  ): TimelineMessage[] {
    const views = windowMessages(state).map((message) => this.#sent(message, mine));
    if (state.window !== null && state.window.high !== null) return views;
    if (mine.pending.length === 0) return views;
    // The queue of another tab may lag behind the message itself.
    const known = new Set(views.flatMap((view) => (view.mine ? [view.clientMsgId] : [])));
    const waiting = mine.pending.filter(({ clientMsgId }) => !known.has(clientMsgId));
    return [...views, ...waiting.map((pending) => this.#pending(pending, mine.myId))];
  }

  #sent(message: Message, { myId, peer }: { myId: string; peer: Watermarks | null }): TimelineMessage {
    const mine = message.senderId === myId;
    const state = mine ? sendStateOf(message.seq, peer) : 'received';
    return this.#memo(message, state, () => ({
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
      state,
      error: null,
    }));
  }

  #pending(pending: PendingSend, myId: string): TimelineMessage {
    const state = pending.failed === null ? 'pending' : 'failed';
    return this.#memo(pending, state, () => ({
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
      state,
      error: pending.failed,
    }));
  }

  #memo(of: Message | PendingSend, state: Viewed['state'], make: () => TimelineMessage): TimelineMessage {
    const known = this.#views.get(of);
    if (known !== undefined && known.state === state) return known.view;
    const view = make();
    this.#views.set(of, { state, view });
    return view;
  }
}
