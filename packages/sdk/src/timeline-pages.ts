import { LIMITS, type RestOutput, type SeqRange } from '@parley/contract';
import {
  cachedPageHigh,
  cachedPageLow,
  contiguousFrom,
  emptyTimeline,
  flowMessages,
  type TimelineState,
  timelineWithWindow,
  type TimelineWindow,
} from './cache/timeline.js';
import { batch } from './store.js';
import type { TimelineDeps } from './timeline.js';

export const PAGE = LIMITS.historyPage / 2;

type Deps = Pick<TimelineDeps, 'cache' | 'persistence' | 'rest'>;
type Page = RestOutput<'history'>;
type Query = { readonly beforeSeq?: number; readonly afterSeq?: number; readonly at?: number };

/** The window of a timeline, moved by pages: from the storage where they are whole, else from the server. These reject. */
export class TimelinePages {
  readonly #conversationId: string;
  readonly #deps: Deps;
  /** Dropped by a tab that does not write: what the storage has of it may be older yet, and nobody would find out. */
  aheadOfStorage = false;
  /** Counts where somebody went; a page that was asked for before belongs to a window that is gone. */
  #went = 0;

  constructor(conversationId: string, deps: Deps) {
    this.#conversationId = conversationId;
    this.#deps = deps;
  }

  /** Somebody goes elsewhere. */
  leave(): void {
    this.#went += 1;
  }

  /** Shows the newest run of what is cached, when the way from there to the head is short enough to be bridged. */
  openFromCache(bridge: number): boolean {
    const state = this.#state();
    const known = this.#deps.cache.chats.get(this.#conversationId)?.base != null;
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
  async newestKept(): Promise<boolean> {
    const went = this.#went;
    const { seq } = this.#state().head;
    await this.fromStorage(Math.max(1, seq - PAGE + 1), seq);
    const low = contiguousFrom(this.#state(), this.#state().head.seq);
    if (low > seq) return false;
    this.#goTo({ low, high: null }, went);
    return true;
  }

  async newestPage(): Promise<void> {
    const went = this.#went;
    await this.#history({}, (page) => {
      const first = page.messages[0]?.seq ?? page.head.seq + 1;
      const low = Math.max(page.firstSeq, Math.min(first, contiguousFrom(this.#state(), first)));
      this.#goTo({ low, high: null }, went);
    });
    if (flowMessages(this.#state()).length === 0) await this.upUntilShown();
  }

  async around(seq: number): Promise<void> {
    const went = this.#went;
    const from = Math.max(0, seq - PAGE / 2);
    await this.#history({ afterSeq: from }, (page) => {
      const last = page.messages.at(-1)?.seq ?? page.head.seq;
      const low = Math.max(page.firstSeq, from + 1);
      this.#goTo({ low, high: last >= page.head.seq ? null : last }, went);
    });
    if (flowMessages(this.#state()).length === 0) await this.upUntilShown();
  }

  /** What was shown, from the server, as nothing of it is held any more; in as many pages as it was. */
  async anew({ from, to }: SeqRange): Promise<void> {
    const went = this.#went;
    for (let after = from - 1; ;) {
      const { messages, head, firstSeq } = await this.#history({ afterSeq: after });
      after = messages.at(-1)?.seq ?? head.seq;
      const ends = after >= head.seq;
      if (ends || after >= to) return this.#goTo({ low: Math.max(from, firstSeq), high: ends ? null : after }, went);
    }
  }

  /** What was said in threads is passed over; null: the flow has nothing since. */
  async firstSince(at: number): Promise<number | null> {
    let page = await this.#history({ at });
    for (;;) {
      const first = page.messages.find(({ thread }) => thread === undefined);
      const last = page.messages.at(-1)?.seq ?? page.head.seq;
      if (first !== undefined || last >= page.head.seq) return first?.seq ?? null;
      page = await this.#history({ afterSeq: last });
    }
  }

  /** A page may hold replies alone, which are shown in their threads: goes on until there is more to see, or no more. */
  async upUntilShown(): Promise<void> {
    const first = flowMessages(this.#state())[0]?.seq;
    for (;;) {
      const { window, firstSeq } = this.#state();
      if (window === null || window.low <= firstSeq) return;
      await this.#pageUp(window);
      const moved = (this.#state().window?.low ?? 0) < window.low;
      if (!moved || flowMessages(this.#state())[0]?.seq !== first) return;
    }
  }

  async downUntilShown(): Promise<void> {
    const last = flowMessages(this.#state()).at(-1)?.seq;
    for (;;) {
      const high = this.#state().window?.high ?? null;
      if (high === null) return;
      await this.#pageDown(high);
      if (this.#state().window?.high === high || flowMessages(this.#state()).at(-1)?.seq !== last) return;
    }
  }

  async fromStorage(from: number, to: number): Promise<void> {
    const { cache, persistence } = this.#deps;
    if (this.aheadOfStorage) return;
    const range = { from, to, limit: PAGE };
    const stored = await cache.current(() => persistence.loadMessages(this.#conversationId, range));
    cache.applyStored(this.#conversationId, stored);
  }

  #state(): TimelineState {
    return this.#deps.cache.timelines.get(this.#conversationId) ?? emptyTimeline(this.#conversationId);
  }

  async #pageDown(high: number): Promise<void> {
    await this.fromStorage(high + 1, high + PAGE);
    const kept = cachedPageHigh(this.#state(), high + 1);
    if (kept !== null) return this.#extendDown(high, kept);
    await this.#history({ afterSeq: high }, (page) =>
      this.#extendDown(high, page.messages.at(-1)?.seq ?? page.head.seq),
    );
  }

  /** Unless somebody jumped meanwhile: this page then belongs to a window that is gone. */
  #extendDown(asked: number, last: number): void {
    const { window, head } = this.#state();
    if (window?.high === asked) this.#setWindow({ ...window, high: last >= head.seq ? null : last });
  }

  async #pageUp(window: TimelineWindow): Promise<void> {
    const high = window.low - 1;
    await this.fromStorage(Math.max(1, high - PAGE + 1), high);
    const cached = cachedPageLow(this.#state(), high);
    if (cached !== null) return this.#extendUp(window, cached);
    await this.#history({ beforeSeq: window.low }, (page) => {
      const oldest = page.messages[0]?.seq ?? page.firstSeq;
      const low = Math.min(oldest, contiguousFrom(this.#state(), oldest));
      this.#extendUp(window, Math.max(page.firstSeq, low));
    });
  }

  /** As #extendDown. */
  #extendUp({ low: asked }: TimelineWindow, low: number): void {
    const now = this.#state().window;
    if (now?.low === asked) this.#setWindow({ ...now, low });
  }

  /** Asks for a page; what it holds and where the window goes with it are told in one go. */
  async #history(query: Query, move?: (page: Page) => void): Promise<Page> {
    const conversationId = this.#conversationId;
    const { cache, rest } = this.#deps;
    const asked = { params: { conversationId }, query: { ...query, limit: PAGE } };
    const page = await cache.current(() => rest.call('history', asked));
    const { messages, purged, head, firstSeq } = page;
    batch(() => {
      cache.applyPart(conversationId, { messages, purged, loaded: { head, firstSeq } });
      move?.(page);
    });
    return page;
  }

  /** Unless somebody went elsewhere since. */
  #goTo(window: TimelineWindow, went: number): void {
    if (went === this.#went) this.#setWindow(window);
  }

  #setWindow(window: TimelineWindow): void {
    this.#deps.cache.updateTimeline(this.#conversationId, (state) => timelineWithWindow(state, window));
  }
}
