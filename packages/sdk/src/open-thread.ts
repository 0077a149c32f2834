import { LIMITS, type Message, type ParleyError, type ThreadPage, type ThreadState } from '@parley/contract';
import { backoffMs, HOLE_PATIENCE_MS } from '@parley/core';
import { Answered } from './answered.js';
import { askForMessage } from './ask-message.js';
import { emptyTimeline, repliesFrom, timelineOnMessages, type TimelineState } from './cache/timeline.js';
import { toParleyError } from './errors.js';
import type { Cancel } from './ports.js';
import { LazyStore, type Store } from './store.js';
import type { ThreadAt } from './thread-at.js';
import type { ThreadStates } from './thread-states.js';
import type { TimelineDeps } from './timeline.js';
import { type TimelineMessage, TimelineViews } from './timeline-view.js';
import type { Timelines } from './timelines.js';
import type { Watching } from './watching.js';

export type ThreadSnapshot = ThreadAt & {
  readonly status: 'idle' | 'loading' | 'ready' | 'error';
  /** The message that the thread hangs on; null until it is known, and for whom it is not there to see. */
  readonly root: TimelineMessage | null;
  /** Replies, ascending by seq; mine that are not acked yet come last. */
  readonly messages: readonly TimelineMessage[];
  /** What these messages answer, by seq; null: not there any more, missing: being looked up. */
  readonly answered: ReadonlyMap<number, Message | null>;
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  /** What is mine about it; null until it is known. */
  readonly state: ThreadState | null;
  /** Of the last load. */
  readonly error: ParleyError | null;
};

/** One thread: a store, and the verbs for it. Those that load never reject; see status and error. */
export type Thread = Store<ThreadSnapshot> &
  ThreadAt & {
    /** Loads the newest replies; the first subscribe does it, too. */
    load(): Promise<void>;
    loadOlder(): Promise<void>;
    /** Rejects when the server can't be asked. */
    follow(on: boolean): Promise<void>;
    /** I saw the newest reply that is here. Cheap: it only moves forward, is coalesced and survives offline. */
    read(): void;
  };

export type ThreadDeps = TimelineDeps & {
  readonly timelines: Timelines;
  readonly states: ThreadStates;
  readonly watching: Pick<Watching, 'hold'>;
  /** Tells how far I have read. */
  readonly read: (at: ThreadAt, ord: number) => void;
};

const PAGE = LIMITS.threadPage / 2;
type Loading = { status: ThreadSnapshot['status']; older: boolean; hasOlder: boolean; error: ParleyError | null };
const NOTHING: Loading = { status: 'idle', older: false, hasOlder: false, error: null };

/** A thread as a part of its conversation's timeline: what happens to its messages there is seen here by itself. */
export class OpenThread implements Thread {
  readonly conversationId: string;
  readonly seq: number;
  readonly #deps: ThreadDeps;
  readonly #views = new TimelineViews();
  readonly #answered: Answered;
  readonly #store: LazyStore<ThreadSnapshot>;
  #loading = NOTHING;
  /** The first reply of the oldest page; what is held before it may have gaps. */
  #low = 0;
  /** A page has come: what is held from `#low` on has no gaps. */
  #begun = false;
  #load: Promise<void> | null = null;
  /** Counts what was begun anew: an older answer is not waited for. */
  #generation = 0;
  /** How many replies there were when the newest ones were last asked for. */
  #askedAt = 0;
  /** Up to this reply all that I may see has come: what is not here of it is not mine to see, and not unread for ever. */
  #cameTo = 0;
  #lookedAt: Cancel | null = null;
  #timer: Cancel | null = null;
  /** Loads that failed one after the other. */
  #failed = 0;

  constructor({ conversationId, seq }: ThreadAt, deps: ThreadDeps) {
    this.conversationId = conversationId;
    this.seq = seq;
    this.#deps = deps;
    this.#store = new LazyStore(() => this.#compute());
    this.#answered = new Answered({
      state: () => this.#state(),
      ask: (asked) => askForMessage(deps, conversationId, asked),
      told: () => this.changed(),
    });
  }

  readonly subscribe = (listener: () => void): Cancel => {
    const off = this.#store.subscribe(listener);
    this.#look();
    return () => {
      off();
      if (!this.#store.watched) this.#lookAway();
    };
  };

  readonly getSnapshot = (): ThreadSnapshot => this.#store.getSnapshot();

  get watched(): boolean {
    return this.#store.watched;
  }

  readonly load = (): Promise<void> => {
    if (this.#loading.status === 'ready') return Promise.resolve();
    this.#load ??= this.#open().finally(() => {
      this.#load = null;
    });
    return this.#load;
  };

  readonly loadOlder = async (): Promise<void> => {
    if (!this.#loading.hasOlder || this.#loading.older) return;
    const generation = this.#generation;
    this.#set({ older: true, error: null });
    try {
      const page = await this.#page({ beforeSeq: this.#low });
      if (generation !== this.#generation) return;
      this.#low = page.messages[0]?.seq ?? 0;
      this.#set({ older: false, hasOlder: page.hasMore });
    } catch (error) {
      if (generation === this.#generation) this.#set({ older: false, error: toParleyError(error) });
    }
  };

  readonly follow = async (on: boolean): Promise<void> => {
    const { rest, states } = this.#deps;
    const params = { conversationId: this.conversationId, seq: this.seq };
    states.apply(await rest.call('changeThread', { params, body: { following: on } }));
  };

  readonly read = (): void => {
    const ord = Math.max(this.#heldOrd(), this.#cameTo);
    if (ord > 0) this.#deps.read(this, ord);
  };

  /** Something about its timeline, its state or its pending sends changed. */
  changed(): void {
    this.#store.changed();
    this.#watchEnd();
  }

  /** Connected: what was said meanwhile may have been missed. */
  ready(): void {
    this.#answered.retry();
    if (this.#store.watched) void this.#again();
  }

  /** What was loaded can't be gone on from; whoever looks gets the newest page anew. */
  reset(): void {
    this.#generation += 1;
    this.#low = 0;
    this.#begun = false;
    this.#askedAt = 0;
    this.#cameTo = 0;
    this.#loading = NOTHING;
    this.stop();
    this.#store.changed();
    if (this.#store.watched) void this.#again();
  }

  stop(): void {
    this.#timer?.();
    this.#timer = null;
  }

  #look(): void {
    if (this.#lookedAt !== null) return;
    const { timelines, watching } = this.#deps;
    // Its timeline stays loaded, and finds out what it lacks.
    const offTimeline = timelines.get(this.conversationId).subscribe(() => this.changed());
    const offWatching = watching.hold(this.conversationId);
    this.#lookedAt = () => {
      offTimeline();
      offWatching();
    };
    this.#deps.cache.openTimeline(this.conversationId);
    void this.#again();
  }

  #lookAway(): void {
    this.#lookedAt?.();
    this.#lookedAt = null;
    this.stop();
  }

  #state(): TimelineState {
    return this.#deps.cache.timelines.get(this.conversationId) ?? emptyTimeline(this.conversationId);
  }

  #compute(): ThreadSnapshot {
    const { conversationId, seq } = this;
    const { cache, sends, states, myId } = this.#deps;
    const state = this.#state();
    const mine = { myId: myId(), peer: cache.chat(conversationId).peerReceipt };
    const pending = sends.of(conversationId).filter(({ content }) => content.thread?.seq === seq);
    const held = state.messages.get(seq);
    const [root = null] = held === undefined ? [] : this.#views.these([held], state, { ...mine, pending: [] });
    const replies = repliesFrom(state, { root: seq, low: this.#low });
    const messages = this.#views.these(replies, state, { ...mine, pending });
    return {
      conversationId,
      seq,
      status: this.#loading.status,
      root,
      messages,
      answered: this.#answered.of(root === null ? messages : [root, ...messages]),
      hasOlder: this.#loading.hasOlder,
      loadingOlder: this.#loading.older,
      state: states.get(this),
      error: this.#loading.error,
    };
  }

  async #open(): Promise<void> {
    const { cache, persistence } = this.#deps;
    const { conversationId, seq } = this;
    const generation = this.#generation;
    this.#set({ status: 'loading', error: null });
    const range = { from: seq, to: Number.MAX_SAFE_INTEGER - 1, limit: LIMITS.historyPage };
    const root = await persistence.loadMessages(conversationId, { from: seq, to: seq, limit: 1 });
    const stored = await persistence.loadMessages(conversationId, range);
    if (generation !== this.#generation) return;
    const replies = stored.filter(({ thread }) => thread?.seq === seq);
    cache.updateTimeline(conversationId, (state) => timelineOnMessages(state, [...root, ...replies]));
    await this.#newest();
  }

  /** A load that is under way may be of the connection before. */
  async #again(): Promise<void> {
    await this.#load;
    await (this.#loading.status === 'ready' ? this.#newest() : this.load());
  }

  async #newest(): Promise<void> {
    const generation = this.#generation;
    const before = this.#heldOrd();
    this.#askedAt = this.#toldCount();
    try {
      const page = await this.#page({});
      if (generation !== this.#generation) return;
      this.#cameTo = Math.max(this.#cameTo, page.thread.count);
      const [first] = page.messages;
      // What was here before goes on where the page begins, unless more was said meanwhile than fits in.
      const joins = this.#begun && before > 0 && (first?.thread?.ord ?? 0) <= before + 1;
      if (!joins) this.#low = page.hasMore ? (first?.seq ?? 0) : 0;
      this.#begun = true;
      const hasOlder = joins ? this.#loading.hasOlder : page.hasMore;
      this.#failed = 0;
      this.#set({ status: 'ready', hasOlder, error: null });
    } catch (failure) {
      if (generation !== this.#generation) return;
      const error = toParleyError(failure);
      const shown = error.retryable && (this.#begun || this.#state().messages.has(this.seq));
      this.#set({ status: shown ? 'ready' : 'error', error });
      if (error.retryable) this.#tryLater();
    }
  }

  /** With a connection, nobody tells when it would work again. */
  #tryLater(): void {
    const { clock, connection, random } = this.#deps;
    if (!this.#store.watched || !connection.online) return;
    this.#failed += 1;
    this.#timer?.();
    this.#timer = clock.setTimeout(
      () => {
        this.#timer = null;
        void this.#again();
      },
      backoffMs(this.#failed, random.number()),
    );
  }

  async #page({ beforeSeq }: { beforeSeq?: number }): Promise<ThreadPage> {
    const { rest, cache, states } = this.#deps;
    const { conversationId, seq } = this;
    const query = { limit: PAGE, ...(beforeSeq === undefined ? {} : { beforeSeq }) };
    const page = await cache.current(() => rest.call('thread', { params: { conversationId, seq }, query }));
    cache.applyPart(conversationId, { messages: [...(page.root === null ? [] : [page.root]), ...page.messages] });
    states.apply(page.thread);
    return page;
  }

  /** More was said than is here, and it doesn't come by itself: the newest page has it. */
  #watchEnd(): void {
    if (this.#timer !== null || !this.#lacksEnd()) return;
    this.#timer = this.#deps.clock.setTimeout(() => {
      this.#timer = null;
      if (this.#lacksEnd()) void this.#newest();
    }, HOLE_PATIENCE_MS);
  }

  #lacksEnd(): boolean {
    if (!this.#store.watched || this.#loading.status !== 'ready' || !this.#deps.connection.online) return false;
    const count = this.#toldCount();
    return count > this.#heldOrd() && count > this.#askedAt;
  }

  #toldCount(): number {
    return Math.max(this.#deps.states.get(this)?.count ?? 0, this.#state().replies.get(this.seq)?.count ?? 0);
  }

  #heldOrd(): number {
    const held = repliesFrom(this.#state(), { root: this.seq, low: this.#low });
    return Math.max(0, ...held.map(({ thread }) => thread?.ord ?? 0));
  }

  #set(loading: Partial<Loading>): void {
    this.#loading = { ...this.#loading, ...loading };
    this.changed();
  }
}
