import type { Draft, Message, ThreadState } from '@parley/contract';
import {
  emptyThread,
  threadOnDraft,
  threadOnDraftKept,
  threadOnRead,
  threadOnReply,
  threadOnTold,
} from './cache/threads.js';
import { placeOf, type ThreadAt } from './thread-at.js';

type Deps = {
  readonly myId: () => string;
  readonly changed: (at: ThreadAt) => void;
};

/** What this device knows of threads as far as they are mine: followed, read up to, typed in. */
export class ThreadStates {
  readonly #deps: Deps;
  readonly #states = new Map<string, ThreadState>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** null: nothing was told of it yet. */
  get({ conversationId, seq }: ThreadAt): ThreadState | null {
    return this.#states.get(placeOf(conversationId, seq)) ?? null;
  }

  of(at: ThreadAt): ThreadState {
    return this.get(at) ?? emptyThread(at);
  }

  /** By an entry or an answer. */
  apply(told: ThreadState): void {
    this.#set(threadOnTold(this.of(told), told));
  }

  /** Whether it moves anything. */
  read(at: ThreadAt, readOrd: number): boolean {
    const before = this.of(at);
    const after = threadOnRead(before, readOrd);
    this.#set(after);
    return after !== before;
  }

  draft(at: ThreadAt, draft: Draft): void {
    this.#set(threadOnDraft(this.of(at), draft));
  }

  draftKept(at: ThreadAt, told: { told: Draft; kept: Draft }): void {
    this.#set(threadOnDraftKept(this.of(at), told));
  }

  /** Counts on between two tellings, in threads of which one was told. */
  messageApplied(message: Message): void {
    const { conversationId, thread, senderId } = message;
    const known = thread === undefined ? null : this.get({ conversationId, seq: thread.seq });
    if (known !== null) this.#set(threadOnReply(known, message, senderId === this.#deps.myId()));
  }

  clear(): void {
    const all = [...this.#states.values()];
    this.#states.clear();
    all.forEach((state) => this.#deps.changed(state));
  }

  #set(state: ThreadState): void {
    const place = placeOf(state.conversationId, state.seq);
    if (this.#states.get(place) === state) return;
    this.#states.set(place, state);
    this.#deps.changed(state);
  }
}
