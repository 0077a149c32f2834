import { LIMITS, type SeqRange } from '@parley/contract';
import { backoffMs, firstHole, HOLE_PATIENCE_MS, tellHead } from '@parley/core';
import { emptyTimeline, timelineGaps, type TimelineState, timelineWithWindow } from './cache/timeline.js';
import { toParleyError } from './errors.js';
import type { Cancel } from './ports.js';
import type { TimelineDeps } from './timeline.js';

/** A longer gap is not bridged: the window jumps to the newest page, or stays at what is read; at its end several screens are too much. */
const BRIDGE_MAX = 1_000;
const FOLLOWED_MAX = LIMITS.historyPage;

type Deps = Pick<TimelineDeps, 'cache' | 'connection' | 'clock' | 'random'>;
type Missing =
  | { readonly kind: 'messages'; readonly gap: SeqRange; readonly key: string }
  | { readonly kind: 'changes'; readonly after: number; readonly key: string };

/** Finds out by seq and rev what an open timeline lacks, and asks for what doesn't come by itself. */
export class TimelineRepair {
  readonly #conversationId: string;
  readonly #deps: Deps;
  readonly #toNewest: () => Promise<void>;
  /** Whether the end is what is read; null: nobody said. */
  #follows: boolean | null = null;
  #jumping = false;
  #timer: Cancel | null = null;
  #running = false;
  #attempt = 0;
  /** What the server gave nothing for: not asked for again until something new is told. */
  #hopeless: string | null = null;

  constructor(conversationId: string, deps: Deps, toNewest: () => Promise<void>) {
    this.#conversationId = conversationId;
    this.#deps = deps;
    this.#toNewest = toNewest;
  }

  /** The window is on its way to the newest messages, and what comes in between is not what it will show. */
  get jumping(): boolean {
    const { messages, head } = this.#state();
    return this.#jumping && !messages.has(head.seq);
  }

  /** Somebody said that the end is not what is read. */
  get readsUp(): boolean {
    return this.#follows === false;
  }

  follow(follows: boolean): void {
    this.#follows = follows;
    this.watch();
  }

  /** What is missing is asked for after a while: it is often only an event that was overtaken. So many are not. */
  watch(): void {
    if (this.#running || !this.#lacks()) return;
    if (this.#isFar(this.#missing())) {
      this.stop();
      void this.#run();
      return;
    }
    if (this.#timer !== null) return;
    this.#timer = this.#deps.clock.setTimeout(
      () => {
        this.#timer = null;
        if (this.#lacks()) void this.#run();
      },
      HOLE_PATIENCE_MS + (this.#attempt === 0 ? 0 : backoffMs(this.#attempt, this.#deps.random.number())),
    );
  }

  /** What was given up on may be asked for again. */
  hope(): void {
    this.#hopeless = null;
  }

  stop(): void {
    this.#timer?.();
    this.#timer = null;
  }

  #state(): TimelineState {
    return this.#deps.cache.timelines.get(this.#conversationId) ?? emptyTimeline(this.#conversationId);
  }

  /** The first thing that is missing: messages of the window, else changes of what is held. */
  #missing(): Missing | null {
    const state = this.#state();
    if (state.window === null) return null;
    const [gap] = timelineGaps(state);
    if (gap !== undefined) return { kind: 'messages', gap, key: `seq ${gap.from}` };
    const { revs } = this.#deps.cache.chat(this.#conversationId);
    const hole = firstHole(tellHead(revs, state.head.rev));
    return hole === null ? null : { kind: 'changes', after: hole.from - 1, key: `rev ${hole.from}` };
  }

  #lacks(): boolean {
    const missing = this.#missing();
    return missing !== null && this.#deps.connection.online && missing.key !== this.#hopeless;
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#lacks()) await this.#once();
      this.#attempt = 0;
    } catch (error) {
      this.#attempt += 1;
      if (!toParleyError(error).retryable) this.#hopeless = this.#missing()?.key ?? null;
    } finally {
      this.#running = false;
      this.watch();
    }
  }

  async #once(): Promise<void> {
    const missing = this.#missing();
    if (missing === null) return;
    const { head } = this.#state();
    if (missing.kind === 'messages') {
      const { gap } = missing;
      if (this.#isFar(missing)) return this.#cross(gap.from);
      // Changes are asked for once nothing is missing: only then does the answer speak of everything that is held.
      await this.#sync({ lastSeq: gap.from - 1, lastRev: head.rev }, false);
    } else await this.#sync({ lastSeq: head.seq, lastRev: missing.after }, true);
    if (this.#missing()?.key === missing.key) this.#hopeless = missing.key;
  }

  /** Too far to be bridged. */
  #isFar(missing: Missing | null): boolean {
    if (missing?.kind !== 'messages' || this.#state().window?.high !== null) return false;
    return missing.gap.to - missing.gap.from >= (this.#follows === true ? FOLLOWED_MAX : BRIDGE_MAX);
  }

  /** What is missing begins here. */
  async #cross(from: number): Promise<void> {
    const { window } = this.#state();
    if (this.#follows === false && window !== null && from > window.low) {
      const stays = { ...window, high: from - 1 };
      this.#deps.cache.updateTimeline(this.#conversationId, (state) => timelineWithWindow(state, stays));
      return;
    }
    const gone = this.#toNewest();
    this.#jumping = true;
    try {
      await gone;
    } finally {
      this.#jumping = false;
    }
  }

  async #sync(from: { lastSeq: number; lastRev: number }, ofAllThatIsHeld: boolean): Promise<void> {
    const conversationId = this.#conversationId;
    const { cache, connection } = this.#deps;
    const { syncs } = await cache.current(() =>
      connection.request('sync.batch', { syncs: [{ conversationId, ...from }] }),
    );
    const part = syncs.find((sync) => sync.conversationId === conversationId);
    if (part === undefined) return;
    const { messages, changed, rev, purged, head, hasMore } = part;
    cache.applyPart(conversationId, {
      messages: [...messages, ...changed],
      purged,
      ...(hasMore ? {} : { loaded: { head } }),
      ...(ofAllThatIsHeld ? { revs: rev } : {}),
    });
  }
}
