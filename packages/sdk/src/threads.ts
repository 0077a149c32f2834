import {
  type KnownEntry,
  LIMITS,
  type Message,
  type ParleyError,
  type SeqRange,
  type ThreadItem,
  ThreadListPage,
} from '@parley/contract';
import { retryDelayMs, unreadReplies } from '@parley/core';
import { itemOnMessage } from './cache/threads.js';
import { retryHintMs, toParleyError } from './errors.js';
import type { Persistence } from './persistence.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';
import { LazyStore, type Store } from './store.js';
import { placeOf } from './thread-at.js';
import type { ThreadStates } from './thread-states.js';

export type ThreadRow = ThreadItem & { readonly unread: number };

export type ThreadsSnapshot = {
  readonly status: 'loading' | 'ready' | 'error';
  /** The threads that I follow, as far as they are loaded; the one in which something was said last comes first. */
  readonly items: readonly ThreadRow[];
  /** Threads with something unread, of all that I follow. */
  readonly unread: number;
  readonly hasMore: boolean;
  readonly error: ParleyError | null;
};

type Deps = {
  readonly rest: RestClient;
  readonly states: ThreadStates;
  readonly persistence: Persistence;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  /** A message that may name people who are not known. */
  readonly met: (message: Message) => void;
  readonly isOnline: () => boolean;
};

/** What the list says beside the state of a thread. */
type Known = Pick<ThreadItem, 'conversationId' | 'seq' | 'root' | 'last'>;

/** Entries come in bursts. */
const GATHER_MS = 500;
const PAGE = LIMITS.threadPage / 2;
/** The list is stored so long after it changed: it changes with every reply, and is only for a start without the server. */
const STORE_MS = 1_000;

/**
 * The threads that I follow: loaded with every connection, as the number of unread ones is always shown, and kept by entries and
 * messages in between. What these leave open is asked for: the first pages anew, as whatever is new is there.
 */
export class FollowedThreads implements Store<ThreadsSnapshot> {
  readonly #deps: Deps;
  readonly #store: LazyStore<ThreadsSnapshot>;
  #known = new Map<string, Known>();
  #next: string | null = null;
  /** What came while a list was on its way: the list may be older. */
  #since: Message[] | null = null;
  /** Unread threads of the pages that are not loaded. */
  #unreadBeyond = 0;
  #status: ThreadsSnapshot['status'] = 'loading';
  #error: ParleyError | null = null;
  /** Counts what was asked: an older answer is not waited for. */
  #asked = 0;
  #attempt = 0;
  #timer: Cancel | null = null;
  #storing: Cancel | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#store = new LazyStore(() => this.#compute());
  }

  readonly subscribe = (listener: () => void): Cancel => {
    // What failed while nobody looked is tried again when somebody does.
    if (!this.#store.watched && this.#status !== 'ready' && this.#deps.isOnline()) void this.#load();
    return this.#store.subscribe(listener);
  };

  readonly getSnapshot = (): ThreadsSnapshot => this.#store.getSnapshot();

  /** Somebody looks at the list: edits and recalls in a conversation of read mode are told to nobody who doesn't look at it. */
  readonly refresh = (): Promise<void> => (this.#deps.isOnline() ? this.#load() : Promise.resolve());

  readonly loadMore = async (): Promise<void> => {
    const after = this.#next;
    if (after === null) return;
    const asked = this.#asked;
    try {
      const page = await this.#deps.rest.call('threads', { query: { limit: PAGE, after } });
      if (asked !== this.#asked || this.#next !== after) return;
      this.#unreadBeyond = Math.max(0, this.#unreadBeyond - unreadIn(page.threads));
      this.#next = page.next;
      for (const item of page.threads) this.#take(item);
      this.#set('ready', null);
    } catch (error) {
      if (asked === this.#asked) this.#set(this.#status, toParleyError(error));
    }
  };

  /** As it was last known, until it is loaded: what this device stored, of whichever release. */
  showStored(stored: unknown): void {
    const page = ThreadListPage.safeParse(stored);
    if (!page.success || this.#status === 'ready') return;
    const { threads, unread, next } = page.data;
    for (const item of threads) this.#take(item);
    this.#next = next;
    this.#unreadBeyond = Math.max(0, unread - unreadIn(threads));
    this.#set('ready', null);
  }

  /** A new connection: what was told meanwhile may have been missed. */
  ready(): void {
    void this.#load();
  }

  /** The state itself was taken already. */
  applyEntry({ conversationId, thread, seq }: Extract<KnownEntry, { kind: 'thread' }>): void {
    const known = this.#known.get(placeOf(conversationId, seq));
    // A message that it tells of comes as an entry of its own, but not in a conversation of read mode.
    if (known === undefined || (known.last?.seq ?? 0) < thread.lastSeq) this.#loadSoon();
    this.changed();
  }

  messageApplied(message: Message): void {
    this.#since?.push(message);
    if (this.#put(message)) this.changed();
  }

  /** Messages are not mine to see any more, of a conversation or all of it. */
  gone(conversationId: string, ranges?: readonly SeqRange[]): void {
    const isGone = (message: Message | null): boolean =>
      message !== null && (ranges ?? []).some(({ from, to }) => from <= message.seq && message.seq <= to);
    for (const known of this.#known.values()) {
      if (known.conversationId !== conversationId) continue;
      if (ranges === undefined || isGone(known.root) || isGone(known.last)) return this.#loadSoon();
    }
  }

  /** What is mine about one of them changed. */
  changed(): void {
    this.#store.changed();
    this.#storeSoon();
  }

  stop(): void {
    this.#asked += 1;
    this.#since = null;
    this.#timer?.();
    this.#timer = null;
    this.#storing?.();
    this.#storing = null;
  }

  clear(): void {
    this.stop();
    this.#known.clear();
    this.#next = null;
    this.#unreadBeyond = 0;
    this.#attempt = 0;
    this.#set('loading', null);
  }

  #compute(): ThreadsSnapshot {
    const { states } = this.#deps;
    const rows = [...this.#known.values()].map((known): ThreadRow => {
      const state = states.of(known);
      return { ...state, ...known, unread: unreadReplies(state) };
    });
    const items = rows.filter(({ following, count }) => following && count > 0).sort(byActivity);
    const unread = this.#unreadBeyond + items.filter((item) => item.unread > 0).length;
    return { status: this.#status, items, unread, hasMore: this.#next !== null, error: this.#error };
  }

  /** As many as are shown; what was loaded beyond that is loaded again when it is scrolled to. */
  async #load(): Promise<void> {
    this.#timer?.();
    this.#timer = null;
    this.#asked += 1;
    const asked = this.#asked;
    this.#since = [];
    const limit = Math.min(LIMITS.threadPage, Math.max(PAGE, this.#known.size));
    try {
      const page = await this.#deps.rest.call('threads', { query: { limit } });
      if (asked !== this.#asked) return;
      this.#known = new Map();
      for (const item of page.threads) this.#take(item);
      for (const message of this.#since ?? []) this.#put(message);
      this.#since = null;
      this.#next = page.next;
      this.#unreadBeyond = Math.max(0, page.unread - unreadIn(page.threads));
      this.#attempt = 0;
      this.#set('ready', null);
    } catch (failure) {
      if (asked !== this.#asked) return;
      this.#since = null;
      const error = toParleyError(failure);
      this.#set(this.#status === 'ready' ? 'ready' : 'error', error);
      if (error.retryable && this.#deps.isOnline()) this.#again(error);
    }
  }

  #again(error: ParleyError): void {
    const wait = retryDelayMs(retryHintMs(error), this.#attempt, this.#deps.random.number());
    this.#attempt += 1;
    this.#loadIn(Math.max(GATHER_MS, wait));
  }

  #loadSoon(): void {
    if (this.#timer === null && this.#deps.isOnline()) this.#loadIn(GATHER_MS);
  }

  #loadIn(ms: number): void {
    this.#timer?.();
    this.#timer = this.#deps.clock.setTimeout(() => void this.#load(), ms);
  }

  #put(message: Message): boolean {
    const { conversationId, thread, seq } = message;
    const place = placeOf(conversationId, thread?.seq ?? seq);
    const known = this.#known.get(place);
    const next = known === undefined ? undefined : itemOnMessage(known, message);
    if (next === undefined || next === known) return false;
    this.#known.set(place, next);
    return true;
  }

  #take(item: ThreadItem): void {
    const { conversationId, seq, root, last, ...state } = item;
    this.#deps.states.apply({ conversationId, seq, ...state });
    this.#known.set(placeOf(conversationId, seq), { conversationId, seq, root, last });
    for (const message of [root, last]) if (message !== null) this.#deps.met(message);
  }

  #set(status: ThreadsSnapshot['status'], error: ParleyError | null): void {
    this.#status = status;
    this.#error = error;
    this.changed();
  }

  #storeSoon(): void {
    if (this.#status !== 'ready') return;
    this.#storing ??= this.#deps.clock.setTimeout(() => {
      this.#storing = null;
      this.#deps.persistence.keep({ table: 'meta', put: 'threads', value: this.#stored() });
    }, STORE_MS);
  }

  /** As much of it as a page may be. */
  #stored(): ThreadListPage {
    const { items, unread } = this.getSnapshot();
    const threads = items.slice(0, LIMITS.threadPage);
    return { threads, unread, next: threads.length < items.length ? null : this.#next };
  }
}

/** As the server counts it: what was read here and not told yet is among it. */
function unreadIn(items: readonly ThreadItem[]): number {
  return items.filter((item) => unreadReplies(item) > 0).length;
}

function byActivity(a: ThreadItem, b: ThreadItem): number {
  return (
    b.lastAt - a.lastAt ||
    (a.conversationId === b.conversationId ? b.seq - a.seq : a.conversationId < b.conversationId ? 1 : -1)
  );
}
