import { LIMITS, type Message, type ReaderCount, type ReaderPage } from '@parley/contract';
import { backoffMs } from '@parley/core';
import { toParleyError } from './errors.js';
import type { MessageAt } from './inputs.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';
import { LazyStore, type Store } from './store.js';

type Deps = {
  readonly rest: RestClient;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly isOnline: () => boolean;
  /** These people are going to be shown by their names. */
  readonly met: (userIds: readonly string[]) => void;
  /** My own choice whether others are told what I have read. */
  readonly chose: (shown: boolean) => Promise<void>;
};

const GATHER_MS = 20;
/** What moved is counted again at most this often: in a large group somebody reads all the time. */
const AGAIN_MS = 1_000;
/** Messages whose counts are kept in a conversation while nobody looks at them. */
const KEPT = 300;

/** How many have read what is looked at, and who: asked for while somebody looks, again whenever somebody may have read on. */
export class Readers {
  readonly #deps: Deps;
  readonly #conversations = new Map<string, ConversationCounts>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** null: not known yet, or not told. Who subscribes looks at it; the same object for the same message while they do. */
  readonly count = ({ conversationId, seq }: MessageAt): Store<ReaderCount | null> => {
    let counts = this.#conversations.get(conversationId);
    if (counts === undefined) {
      counts = new ConversationCounts(conversationId, this.#deps);
      this.#conversations.set(conversationId, counts);
    }
    return counts.of(seq);
  };

  /** A page of those who have read a message, or have not; throws `RECEIPTS_OFF`. */
  readonly page = async (
    { conversationId, seq }: MessageAt,
    state: 'read' | 'unread',
    after?: string,
  ): Promise<ReaderPage> => {
    const query = { state, ...(after === undefined ? {} : { after }) };
    const page = await this.#deps.rest.call('readers', { params: { conversationId, seq }, query });
    this.#deps.met(page.readers.map(({ userId }) => userId));
    // Only people who are in neither list were looked at.
    return page.readers.length === 0 && page.next !== null
      ? this.page({ conversationId, seq }, state, page.next)
      : page;
  };

  /** Whether others are told what I have read, and I of them; throws `RECEIPTS_DECIDED` where the org did. */
  readonly show = async (shown: boolean): Promise<void> => {
    await this.#deps.rest.call('showReceipts', { body: { shown } });
    await this.#deps.chose(shown);
    for (const counts of this.#conversations.values()) counts.forget();
  };

  /** Somebody has read up to there. */
  moved(conversationId: string, readSeq: number): void {
    this.#conversations.get(conversationId)?.moved(readSeq);
  }

  /** Who speaks has read what was said before; who comes and goes changes whom it was for. */
  messageApplied({ conversationId, seq }: Message): void {
    this.#conversations.get(conversationId)?.moved(seq);
  }

  /** A new connection: what was told meanwhile may have been missed. */
  ready(): void {
    for (const counts of this.#conversations.values()) counts.moved(Number.MAX_SAFE_INTEGER);
  }

  clear(): void {
    for (const counts of this.#conversations.values()) counts.stop();
    this.#conversations.clear();
  }
}

/** What is known of one message; `stale`: somebody may have read it since. */
class Counted implements Store<ReaderCount | null> {
  readonly #store = new LazyStore<ReaderCount | null>(() => this.#value);
  readonly #looked: () => void;
  #value: ReaderCount | null = null;
  stale = true;

  constructor(looked: () => void) {
    this.#looked = looked;
  }

  get watched(): boolean {
    return this.#store.watched;
  }

  readonly subscribe = (listener: () => void): Cancel => {
    const cancel = this.#store.subscribe(listener);
    this.#looked();
    return cancel;
  };

  readonly getSnapshot = (): ReaderCount | null => this.#store.getSnapshot();

  set(value: ReaderCount | null): void {
    if (this.#value?.read === value?.read && this.#value?.unread === value?.unread) return;
    this.#value = value;
    this.#store.changed();
  }
}

class ConversationCounts {
  readonly #conversationId: string;
  readonly #deps: Deps;
  readonly #counted = new Map<number, Counted>();
  #timer: { readonly at: number; readonly cancel: Cancel } | null = null;
  #asking = false;
  #attempt = 0;

  constructor(conversationId: string, deps: Deps) {
    this.#conversationId = conversationId;
    this.#deps = deps;
  }

  of(seq: number): Store<ReaderCount | null> {
    const known = this.#counted.get(seq);
    if (known !== undefined) return known;
    for (const [old, { watched }] of this.#counted) {
      if (this.#counted.size < KEPT) break;
      if (!watched) this.#counted.delete(old);
    }
    const counted = new Counted(() => this.#askIn(GATHER_MS));
    this.#counted.set(seq, counted);
    return counted;
  }

  moved(readSeq: number): void {
    for (const [seq, counted] of this.#counted) if (seq <= readSeq) counted.stale = true;
    this.#askIn(AGAIN_MS);
  }

  /** Whether I am told at all is another question now. */
  forget(): void {
    for (const counted of this.#counted.values()) {
      counted.set(null);
      counted.stale = true;
    }
    this.#askIn(GATHER_MS);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#counted.clear();
  }

  #askIn(ms: number): void {
    const { clock } = this.#deps;
    const at = clock.now() + ms;
    if (this.#wanted().length === 0 || (this.#timer !== null && this.#timer.at <= at)) return;
    this.#timer?.cancel();
    const cancel = clock.setTimeout(() => {
      this.#timer = null;
      void this.#ask();
    }, ms);
    this.#timer = { at, cancel };
  }

  /** The newest are what somebody looks at. */
  #wanted(): number[] {
    const seqs = [...this.#counted].flatMap(([seq, { stale, watched }]) => (stale && watched ? [seq] : []));
    return seqs.sort((a, b) => b - a).slice(0, LIMITS.readerCounts);
  }

  async #ask(): Promise<void> {
    const seqs = this.#wanted();
    // With the next connection everything is stale.
    if (this.#asking || seqs.length === 0 || !this.#deps.isOnline()) return;
    this.#asking = true;
    // Whoever reads from here on makes it stale again.
    this.#mark(seqs, false);
    const params = { conversationId: this.#conversationId };
    try {
      const { counts } = await this.#deps.rest.call('readerCounts', { params, body: { seqs } });
      const found = new Map(counts.map(({ seq, read, unread }) => [seq, { read, unread }]));
      for (const seq of seqs) this.#counted.get(seq)?.set(found.get(seq) ?? null);
      this.#attempt = 0;
    } catch (failure) {
      if (toParleyError(failure).retryable) this.#again(seqs);
      else for (const seq of seqs) this.#counted.get(seq)?.set(null);
    }
    this.#asking = false;
    this.#askIn(this.#attempt === 0 ? AGAIN_MS : backoffMs(this.#attempt, this.#deps.random.number()));
  }

  #again(seqs: readonly number[]): void {
    this.#mark(seqs, true);
    this.#attempt += 1;
  }

  #mark(seqs: readonly number[], stale: boolean): void {
    for (const seq of seqs) {
      const counted = this.#counted.get(seq);
      if (counted !== undefined) counted.stale = stale;
    }
  }
}
