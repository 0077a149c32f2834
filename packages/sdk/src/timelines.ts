import { Timeline, type TimelineDeps } from './timeline.js';

/** Timelines that nobody looks at are kept in memory up to this many. */
const KEPT = 30;

/** The open timelines, one object per conversation. */
export class Timelines {
  readonly #deps: TimelineDeps;
  readonly #open = new Map<string, Timeline>();

  constructor(deps: TimelineDeps) {
    this.#deps = deps;
  }

  get(conversationId: string): Timeline {
    const known = this.#open.get(conversationId);
    if (known !== undefined) return known;
    this.#forgetOne();
    const timeline = new Timeline(conversationId, this.#deps);
    this.#open.set(conversationId, timeline);
    return timeline;
  }

  /** The one that is open, if it is. */
  peek(conversationId: string): Timeline | undefined {
    return this.#open.get(conversationId);
  }

  retryRepair(): void {
    for (const timeline of this.#open.values()) timeline.retryRepair();
  }

  reset(): void {
    for (const timeline of this.#open.values()) timeline.reset();
  }

  stop(): void {
    for (const timeline of this.#open.values()) timeline.stop();
  }

  clear(): void {
    this.reset();
    this.stop();
    this.#open.clear();
  }

  #forgetOne(): void {
    if (this.#open.size < KEPT) return;
    for (const [conversationId, timeline] of this.#open) {
      if (timeline.busy) continue;
      timeline.stop();
      this.#open.delete(conversationId);
      this.#deps.cache.closeTimeline(conversationId);
      return;
    }
  }
}
