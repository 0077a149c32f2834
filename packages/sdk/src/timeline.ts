import type { ParleyError, SeqRange } from '@parley/contract';
import { Answered } from './answered.js';
import { askForMessage } from './ask-message.js';
import type { Cache } from './cache.js';
import { emptyTimeline, flowMessages, isShown, seenTo, type TimelineState, timelineTrimmed } from './cache/timeline.js';
import type { Connection } from './connection.js';
import { toParleyError } from './errors.js';
import type { PendingSends } from './pending-sends.js';
import type { Persistence } from './persistence.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';
import { afterBatch, LazyStore } from './store.js';
import { PAGE, TimelinePages } from './timeline-pages.js';
import { TimelineRepair } from './timeline-repair.js';
import { type Timeline, type TimelineSnapshot, TimelineViews } from './timeline-view.js';

export type TimelineDeps = {
  readonly cache: Cache;
  readonly sends: PendingSends;
  readonly persistence: Persistence;
  readonly connection: Pick<Connection, 'online' | 'request'>;
  readonly rest: RestClient;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly myId: () => string;
  /** The messages that threads hang on which somebody looks at. */
  readonly threadsWatched: (conversationId: string) => ReadonlySet<number>;
};

/** What is shown, and goes on being shown while it is fetched anew. */
type Shown = Pick<TimelineSnapshot, 'messages' | 'hasOlder' | 'hasNewer'>;
type Loading = { status: TimelineSnapshot['status']; older: boolean; newer: boolean; error: ParleyError | null };

/** A timeline over the cache: loads what is asked for, and repairs what is missing. */
export class OpenTimeline implements Timeline {
  readonly conversationId: string;
  readonly #deps: TimelineDeps;
  readonly #views = new TimelineViews();
  #shown: Shown = { messages: [], hasOlder: false, hasNewer: false };
  /** The cache began anew under who reads further up: these seqs are fetched anew, and nothing else is shown until they are there. */
  #kept: SeqRange | null = null;
  readonly #answered: Answered;
  readonly #store: LazyStore<TimelineSnapshot>;
  #loading: Loading = { status: 'idle', older: false, newer: false, error: null };
  #load: Promise<void> | null = null;
  readonly #pages: TimelinePages;
  readonly #repair: TimelineRepair;
  readonly #watchRepair = (): void => this.#repair.watch();

  constructor(conversationId: string, deps: TimelineDeps) {
    this.conversationId = conversationId;
    this.#deps = deps;
    this.#store = new LazyStore(() => this.#compute());
    this.#pages = new TimelinePages(conversationId, deps);
    this.#repair = new TimelineRepair(conversationId, deps, () => {
      // What is shown until it is there is what would be shown now.
      this.getSnapshot();
      return this.#pages.newestPage();
    });
    this.#answered = new Answered({
      state: () => this.#state(),
      ask: (seq) => askForMessage(deps, conversationId, seq),
      told: () => this.changed(),
    });
  }

  readonly subscribe = (listener: () => void): Cancel => {
    if (this.#loading.status === 'idle') void this.load();
    else this.#deps.cache.catchUp(this.conversationId);
    return this.#store.subscribe(listener);
  };

  readonly getSnapshot = (): TimelineSnapshot => this.#store.getSnapshot();

  get loaded(): boolean {
    return this.#loading.status === 'ready';
  }

  /** Somebody looks. */
  get watched(): boolean {
    return this.#store.watched;
  }

  /** Somebody looks, or something is loading. */
  get busy(): boolean {
    return this.#store.watched || this.#load !== null || this.#loading.older || this.#loading.newer;
  }

  readonly load = (): Promise<void> => {
    if (this.#loading.status === 'ready') return Promise.resolve();
    this.#load ??= this.#open().finally(() => {
      this.#load = null;
    });
    return this.#load;
  };

  readonly loadOlder = async (): Promise<void> => {
    const { window, firstSeq } = this.#state();
    if (window === null || window.low <= firstSeq || this.#loading.older) return;
    await this.#while('older', () => this.#pages.upUntilShown());
  };

  readonly loadNewer = async (): Promise<void> => {
    const { window } = this.#state();
    if (window === null || window.high === null || this.#loading.newer) return;
    await this.#while('newer', () => this.#pages.downUntilShown());
  };

  readonly loadAround = async (seq: number): Promise<boolean | null> => {
    // Begun anew meanwhile, it would show the newest page in the end.
    await this.#deps.cache.current(async () => {
      await this.load();
      this.#leave();
      if (!isShown(this.#state(), seq)) await this.#while('older', () => this.#pages.around(seq));
    });
    if (this.#state().messages.has(seq)) return true;
    return isShown(this.#state(), seq) || this.#loading.error === null ? false : null;
  };

  readonly loadAt = async (at: number): Promise<number | null> => {
    await this.load();
    let since: number | null | undefined;
    await this.#while('older', async () => {
      since = await this.#pages.firstSince(at);
    });
    if (since === undefined) return null;
    if (since !== null) return (await this.loadAround(since)) === true ? since : null;
    await this.loadNewest();
    return flowMessages(this.#state()).at(-1)?.seq ?? null;
  };

  readonly loadNewest = async (): Promise<void> => {
    if (this.#state().window?.high === null) return;
    this.#leave();
    await this.#while('newer', async () => {
      if (await this.#pages.newestKept()) await this.#fill();
      else await this.#pages.newestPage();
    });
  };

  readonly trim = (around: number, most: number): void => {
    const { cache, persistence, threadsWatched } = this.#deps;
    const { writes } = persistence;
    const threads = threadsWatched(this.conversationId);
    const unstored = (): ReadonlySet<string> => persistence.unstored();
    cache.updateTimeline(this.conversationId, (state) => {
      const trimmed = timelineTrimmed(state, { around, most, unstored, threads });
      this.#pages.aheadOfStorage ||= trimmed !== state && !writes;
      return trimmed;
    });
  };

  readonly follow = (atEnd: boolean): void => this.#repair.follow(atEnd);
  readonly seenTo = (seq: number): number => seenTo(this.#state(), seq);
  readonly threadOf = (seq: number): number | null => this.#state().messages.get(seq)?.thread?.seq ?? null;

  readonly lastSaidAt = (): number | null => {
    const myId = this.#deps.myId();
    const said = [...this.#state().messages.values()].filter(
      ({ senderId, content }) => senderId === myId && content.type !== 'system',
    );
    const waiting = this.#deps.sends.of(this.conversationId).filter(({ failed }) => failed === null);
    const times = [...said.map(({ sentAt }) => sentAt), ...waiting.map(({ createdAt }) => createdAt)];
    return times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b));
  };

  /** I sent something: it has to be seen. */
  readonly showNewest = async (): Promise<void> => {
    if (this.#loading.status === 'ready') await this.loadNewest();
  };

  /** Something about this timeline, its row or its pending sends changed. */
  changed(): void {
    this.#store.changed();
    afterBatch(this.#watchRepair);
  }

  /** Connected, or a head was told: what was given up on is tried again. */
  retryRepair(): void {
    this.#answered.retry();
    this.#repair.hope();
    if (this.#loading.status === 'error' || (this.#loading.status === 'idle' && this.#store.watched)) void this.load();
    else this.#repair.watch();
  }

  /** The cache began anew: who reads further up keeps what they read, whoever else looks gets the newest page. */
  beginAnew(): void {
    const { messages, hasNewer } = this.#shown;
    const seqs = messages.flatMap(({ seq }) => seq ?? []);
    const [from, to] = [seqs[0], seqs.at(-1)];
    const stays = this.#store.watched && (hasNewer || this.#repair.readsUp);
    if (stays && from !== undefined && to !== undefined) this.#kept ??= { from, to };
    this.#start();
  }

  /** Nothing of it is held, or may be shown, any more. */
  reset(): void {
    this.#kept = null;
    this.#start();
  }

  #start(): void {
    this.#pages.aheadOfStorage = false;
    this.#set({ status: 'idle', older: false, newer: false, error: null });
    if (this.#store.watched) void this.load();
  }

  stop(): void {
    this.#repair.stop();
  }

  #state(): TimelineState {
    return this.#deps.cache.timelines.get(this.conversationId) ?? emptyTimeline(this.conversationId);
  }

  #compute(): TimelineSnapshot {
    const { cache, sends, myId } = this.#deps;
    const state = this.#state();
    const { window, firstSeq, head } = state;
    const pending = sends.of(this.conversationId);
    const peer = cache.chat(this.conversationId).peerReceipt;
    const kept = this.#kept !== null;
    if (!kept) {
      const shown = this.#repair.jumping
        ? this.#shown.messages
        : this.#views.of(state, { myId: myId(), peer, pending });
      const hasOlder = window !== null && window.low > firstSeq;
      this.#shown = { messages: shown, hasOlder, hasNewer: window !== null && window.high !== null };
    }
    return {
      conversationId: this.conversationId,
      status: kept ? 'ready' : this.#loading.status,
      ...this.#shown,
      answered: this.#answered.of(this.#shown.messages),
      loadingOlder: this.#loading.older,
      loadingNewer: this.#loading.newer,
      head,
      error: this.#loading.error,
    };
  }

  async #open(): Promise<void> {
    this.#set({ ...this.#loading, status: 'loading', error: null });
    this.#deps.cache.openTimeline(this.conversationId);
    if (this.#kept !== null) return this.#openKept(this.#kept);
    await this.#pages.fromStorage(1, Number.MAX_SAFE_INTEGER - 1);
    if (this.#pages.openFromCache(PAGE)) {
      this.#set({ ...this.#loading, status: 'ready' });
      return this.#fill();
    }
    try {
      await this.#pages.newestPage();
      this.#set({ ...this.#loading, status: 'ready' });
      await this.#fill();
    } catch (error) {
      const shown = this.#pages.openFromCache(Number.POSITIVE_INFINITY);
      this.#set({ ...this.#loading, status: shown ? 'ready' : 'error', error: toParleyError(error) });
    }
  }

  /** What failed is asked for again as what is missing is. */
  async #openKept(kept: SeqRange): Promise<void> {
    try {
      await this.#pages.anew(kept);
      if (this.#kept === kept) this.#kept = null;
      this.#set({ ...this.#loading, status: 'ready' });
    } catch (reason) {
      const error = toParleyError(reason);
      // As when it is not mine any more.
      if (!error.retryable) this.#kept = null;
      this.#set({ ...this.#loading, status: 'error', error });
    }
  }

  /** Somebody goes elsewhere. */
  #leave(): void {
    this.#kept = null;
    this.#pages.leave();
  }

  /** What came by sync since the last visit is often less than a screen, and so is a page of replies. */
  async #fill(): Promise<void> {
    if (flowMessages(this.#state()).length < PAGE / 2) await this.loadOlder();
  }

  async #while(which: 'older' | 'newer', run: () => Promise<void>): Promise<void> {
    this.#set({ ...this.#loading, [which]: true, error: null });
    try {
      await run();
      this.#set({ ...this.#loading, [which]: false });
    } catch (error) {
      this.#set({ ...this.#loading, [which]: false, error: toParleyError(error) });
    }
  }

  #set(loading: Loading): void {
    this.#loading = loading;
    this.changed();
  }
}
