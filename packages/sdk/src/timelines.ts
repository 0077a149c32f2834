import { OpenTimeline, type TimelineDeps } from './timeline.js';

/** Timelines that nobody looks at stay loaded up to this many; the least recently opened one is unloaded first. */
const KEPT_LOADED = 30;

/** The timelines that were asked for, one object per conversation. */
export class Timelines {
  readonly #deps: TimelineDeps;
  readonly #known = new Map<string, OpenTimeline>();

  constructor(deps: TimelineDeps) {
    this.#deps = deps;
  }

  get(conversationId: string): OpenTimeline {
    const timeline = this.#known.get(conversationId) ?? new OpenTimeline(conversationId, this.#deps);
    this.#known.delete(conversationId);
    this.#known.set(conversationId, timeline);
    this.#unloadOne();
    return timeline;
  }

  /** The one that was asked for, if it was. */
  peek(conversationId: string): OpenTimeline | undefined {
    return this.#known.get(conversationId);
  }

  retryRepair(): void {
    for (const timeline of this.#known.values()) timeline.retryRepair();
  }

  beginAnew(): void {
    for (const timeline of this.#known.values()) timeline.beginAnew();
  }

  stop(): void {
    for (const timeline of this.#known.values()) timeline.stop();
  }

  clear(): void {
    for (const timeline of this.#known.values()) timeline.reset();
    this.stop();
    this.#known.clear();
  }

  /** Whoever holds the object keeps it: it loads again when it is looked at. */
  #unloadOne(): void {
    const loaded = [...this.#known.values()].filter((timeline) => timeline.loaded);
    if (loaded.length <= KEPT_LOADED) return;
    const idle = loaded.find((timeline) => !timeline.busy);
    if (idle === undefined) return;
    idle.stop();
    this.#deps.cache.closeTimeline(idle.conversationId);
    idle.reset();
  }
}
