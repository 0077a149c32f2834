import { OpenThread, type ThreadDeps } from './open-thread.js';
import { placeOf, type ThreadAt } from './thread-at.js';

/** Threads that nobody looks at are kept up to this many. */
const KEPT = 50;

/** The threads that were asked for, one object each. */
export class OpenThreads {
  readonly #deps: ThreadDeps;
  readonly #known = new Map<string, OpenThread>();

  constructor(deps: ThreadDeps) {
    this.#deps = deps;
  }

  get(at: ThreadAt): OpenThread {
    const place = placeOf(at.conversationId, at.seq);
    const thread = this.#known.get(place) ?? new OpenThread(at, this.#deps);
    this.#known.delete(place);
    this.#known.set(place, thread);
    this.#dropOne();
    return thread;
  }

  /** The messages that threads of this conversation hang on which somebody looks at. */
  watchedIn(conversationId: string): ReadonlySet<number> {
    const watched = [...this.#known.values()].filter((thread) => thread.watched);
    return new Set(watched.filter((thread) => thread.conversationId === conversationId).map(({ seq }) => seq));
  }

  /** What is mine about it changed. */
  changed({ conversationId, seq }: ThreadAt): void {
    this.#known.get(placeOf(conversationId, seq))?.changed();
  }

  ready(): void {
    for (const thread of this.#known.values()) thread.ready();
  }

  reset(): void {
    for (const thread of this.#known.values()) thread.reset();
  }

  stop(): void {
    for (const thread of this.#known.values()) thread.stop();
  }

  clear(): void {
    this.reset();
    this.stop();
    this.#known.clear();
  }

  /** Whoever holds the object keeps it; asked for again it is another, that begins anew. */
  #dropOne(): void {
    if (this.#known.size <= KEPT) return;
    const idle = [...this.#known].slice(0, -1).find(([, { watched }]) => !watched);
    if (idle !== undefined) this.#known.delete(idle[0]);
  }
}
