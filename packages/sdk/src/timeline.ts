import { LIMITS, type ParleyError, type RestOutput } from '@parley/contract';
import { Answered } from './answered.js';
import { askForMessage } from './ask-message.js';
import type { Cache } from './cache.js';
import {
  cachedPageHigh,
  cachedPageLow,
  contiguousFrom,
  emptyTimeline,
  flowMessages,
  type TimelineState,
  timelineTrimmed,
  timelineWithWindow,
  type TimelineWindow,
  isShown,
  seenTo,
} from './cache/timeline.js';
import type { Connection } from './connection.js';
import { toParleyError } from './errors.js';
import type { PendingSends } from './pending-sends.js';
import type { Persistence } from './persistence.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';
import { afterBatch, LazyStore } from './store.js';
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

const PAGE = LIMITS.historyPage / 2;
type Loading = { status: TimelineSnapshot['status']; older: boolean; newer: boolean; error: ParleyError | null };

/** A timeline over the cache: loads what is asked for, and repairs what is missing. */
export class OpenTimeline implements Timeline {
  readonly conversationId: string;
  readonly #deps: TimelineDeps;
  readonly #views = new TimelineViews();
  readonly #answered: Answered;
  readonly #store: LazyStore<TimelineSnapshot>;
  #loading: Loading = { status: 'idle', older: false, newer: false, error: null };
  #load: Promise<void> | null = null;
  /** Dropped by a tab that does not write: what the storage has of it may be older yet, and nobody would find out. */
  #aheadOfStorage = false;
  /** Counts where somebody went; a page that was asked for before belongs to a window that is gone. */
  #went = 0;
  readonly #repair: TimelineRepair;
  readonly #watchRepair = (): void => this.#repair.watch();

  constructor(conversationId: string, deps: TimelineDeps) {
    this.conversationId = conversationId;
    this.#deps = deps;
    this.#store = new LazyStore(() => this.#compute());
    this.#repair = new TimelineRepair(conversationId, deps, () => this.#newestPage());
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
    await this.#while('older', () => this.#upUntilShown());
  };

  readonly loadNewer = async (): Promise<void> => {
    const { window } = this.#state();
    if (window === null || window.high === null || this.#loading.newer) return;
    await this.#while('newer', () => this.#downUntilShown());
  };

  readonly loadAround = async (seq: number): Promise<boolean | null> => {
    await this.load();
    this.#went += 1;
    if (!isShown(this.#state(), seq)) await this.#while('older', () => this.#pageAround(seq));
    if (this.#state().messages.has(seq)) return true;
    return isShown(this.#state(), seq) || this.#loading.error === null ? false : null;
  };

  readonly loadAt = async (at: number): Promise<number | null> => {
    await this.load();
    let since: number | null | undefined;
    await this.#while('older', async () => {
      since = await this.#firstSince(at);
    });
    if (since === undefined) return null;
    if (since !== null) return (await this.loadAround(since)) === true ? since : null;
    await this.loadNewest();
    return flowMessages(this.#state()).at(-1)?.seq ?? null;
  };

  readonly loadNewest = async (): Promise<void> => {
    this.#went += 1;
    if (this.#state().window?.high === null) return;
    await this.#while('newer', async () => {
      if (!(await this.#newestKept())) await this.#newestPage();
    });
  };

  readonly trim = (around: number, most: number): void => {
    const { cache, persistence, threadsWatched } = this.#deps;
    const { writes } = persistence;
    const threads = threadsWatched(this.conversationId);
    const unstored = (): ReadonlySet<string> => persistence.unstored();
    cache.updateTimeline(this.conversationId, (state) => {
      const trimmed = timelineTrimmed(state, { around, most, unstored, threads });
      this.#aheadOfStorage ||= trimmed !== state && !writes;
      return trimmed;
    });
  };

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

  /** The cache was emptied; whoever looks gets the newest page anew. */
  reset(): void {
    this.#aheadOfStorage = false;
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
    const messages = this.#views.of(state, { myId: myId(), peer, pending });
    return {
      conversationId: this.conversationId,
      status: this.#loading.status,
      messages,
      answered: this.#answered.of(messages),
      hasOlder: window !== null && window.low > firstSeq,
      hasNewer: window !== null && window.high !== null,
      loadingOlder: this.#loading.older,
      loadingNewer: this.#loading.newer,
      head,
      error: this.#loading.error,
    };
  }

  async #open(): Promise<void> {
    this.#set({ ...this.#loading, status: 'loading', error: null });
    this.#deps.cache.openTimeline(this.conversationId);
    await this.#fromStorage(1, Number.MAX_SAFE_INTEGER - 1);
    if (this.#openFromCache()) {
      this.#set({ ...this.#loading, status: 'ready' });
      return this.#fill();
    }
    try {
      await this.#newestPage();
      this.#set({ ...this.#loading, status: 'ready' });
      await this.#fill();
    } catch (error) {
      const shown = this.#openFromCache(Number.POSITIVE_INFINITY);
      this.#set({ ...this.#loading, status: shown ? 'ready' : 'error', error: toParleyError(error) });
    }
  }

  /** What came by sync since the last visit is often less than a screen, and so is a page of replies. */
  async #fill(): Promise<void> {
    if (flowMessages(this.#state()).length < PAGE / 2) await this.loadOlder();
  }

  /** Shows the newest run of what is cached, when the way from there to the head is short enough to be bridged. */
  #openFromCache(bridge: number = PAGE): boolean {
    const state = this.#state();
    const known = this.#deps.cache.chats.get(this.conversationId)?.base != null;
    if (state.head.seq === 0 && known) {
      this.#setWindow({ low: 1, high: null });
      return true;
    }
    const top = Math.max(0, ...state.messages.keys());
    if (top === 0 || state.head.seq - top > bridge) return false;
    this.#setWindow({ low: contiguousFrom(state, top), high: null });
    return true;
  }

  /** The newest messages as far as they are here, which they are not where somebody was elsewhere for long. */
  async #newestKept(): Promise<boolean> {
    const went = this.#went;
    const { seq } = this.#state().head;
    await this.#fromStorage(Math.max(1, seq - PAGE + 1), seq);
    const low = contiguousFrom(this.#state(), this.#state().head.seq);
    if (low > seq) return false;
    this.#goTo({ low, high: null }, went);
    await this.#fill();
    return true;
  }

  async #newestPage(): Promise<void> {
    const went = this.#went;
    const page = await this.#history({ limit: PAGE });
    const first = page.messages[0]?.seq ?? page.head.seq + 1;
    const low = Math.max(page.firstSeq, Math.min(first, contiguousFrom(this.#state(), first)));
    this.#goTo({ low, high: null }, went);
    if (flowMessages(this.#state()).length === 0) await this.#upUntilShown();
  }

  async #pageAround(seq: number): Promise<void> {
    const went = this.#went;
    const from = Math.max(0, seq - PAGE / 2);
    const page = await this.#history({ afterSeq: from, limit: PAGE });
    const last = page.messages.at(-1)?.seq ?? page.head.seq;
    const low = Math.max(page.firstSeq, from + 1);
    this.#goTo({ low, high: last >= page.head.seq ? null : last }, went);
    if (flowMessages(this.#state()).length === 0) await this.#upUntilShown();
  }

  /** What was said in threads is passed over; null: the flow has nothing since. */
  async #firstSince(at: number): Promise<number | null> {
    let page = await this.#history({ at, limit: PAGE });
    for (;;) {
      const first = page.messages.find(({ thread }) => thread === undefined);
      const last = page.messages.at(-1)?.seq ?? page.head.seq;
      if (first !== undefined || last >= page.head.seq) return first?.seq ?? null;
      page = await this.#history({ afterSeq: last, limit: PAGE });
    }
  }

  /** A page may hold replies alone, which are shown in their threads: goes on until there is more to see, or no more. */
  async #upUntilShown(): Promise<void> {
    const first = flowMessages(this.#state())[0]?.seq;
    for (;;) {
      const { window, firstSeq } = this.#state();
      if (window === null || window.low <= firstSeq) return;
      await this.#pageUp(window);
      const moved = (this.#state().window?.low ?? 0) < window.low;
      if (!moved || flowMessages(this.#state())[0]?.seq !== first) return;
    }
  }

  async #downUntilShown(): Promise<void> {
    const last = flowMessages(this.#state()).at(-1)?.seq;
    for (;;) {
      const high = this.#state().window?.high ?? null;
      if (high === null) return;
      await this.#pageDown(high);
      if (this.#state().window?.high === high || flowMessages(this.#state()).at(-1)?.seq !== last) return;
    }
  }

  async #pageDown(high: number): Promise<void> {
    await this.#fromStorage(high + 1, high + PAGE);
    const kept = cachedPageHigh(this.#state(), high + 1);
    if (kept !== null) return this.#extendDown(high, kept);
    const page = await this.#history({ afterSeq: high, limit: PAGE });
    this.#extendDown(high, page.messages.at(-1)?.seq ?? page.head.seq);
  }

  /** Unless somebody jumped meanwhile: this page then belongs to a window that is gone. */
  #extendDown(asked: number, last: number): void {
    const { window, head } = this.#state();
    if (window?.high === asked) this.#setWindow({ ...window, high: last >= head.seq ? null : last });
  }

  async #pageUp(window: TimelineWindow): Promise<void> {
    const high = window.low - 1;
    await this.#fromStorage(Math.max(1, high - PAGE + 1), high);
    const cached = cachedPageLow(this.#state(), high);
    if (cached !== null) return this.#extendUp(window, cached);
    const page = await this.#history({ beforeSeq: window.low, limit: PAGE });
    const oldest = page.messages[0]?.seq ?? page.firstSeq;
    const low = Math.min(oldest, contiguousFrom(this.#state(), oldest));
    this.#extendUp(window, Math.max(page.firstSeq, low));
  }

  /** As #extendDown. */
  #extendUp({ low: asked }: TimelineWindow, low: number): void {
    const now = this.#state().window;
    if (now?.low === asked) this.#setWindow({ ...now, low });
  }

  async #fromStorage(from: number, to: number): Promise<void> {
    const { cache, persistence } = this.#deps;
    if (this.#aheadOfStorage) return;
    const range = { from, to, limit: PAGE };
    const stored = await cache.current(() => persistence.loadMessages(this.conversationId, range));
    cache.applyStored(this.conversationId, stored);
  }

  async #history(query: {
    beforeSeq?: number;
    afterSeq?: number;
    at?: number;
    limit: number;
  }): Promise<RestOutput<'history'>> {
    const { conversationId } = this;
    const { cache, rest } = this.#deps;
    const page = await cache.current(() => rest.call('history', { params: { conversationId }, query }));
    const { messages, purged, head, firstSeq } = page;
    cache.applyPart(conversationId, { messages, purged, loaded: { head, firstSeq } });
    return page;
  }

  /** Unless somebody went elsewhere since. */
  #goTo(window: TimelineWindow, went: number): void {
    if (went === this.#went) this.#setWindow(window);
  }

  #setWindow(window: TimelineWindow): void {
    this.#deps.cache.updateTimeline(this.conversationId, (state) => timelineWithWindow(state, window));
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
