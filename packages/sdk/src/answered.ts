import type { Message } from '@parley/contract';
import { rangesContain } from '@parley/core';
import type { TimelineState } from './cache/timeline.js';
import type { TimelineMessage } from './timeline-view.js';

type Deps = {
  readonly state: () => TimelineState;
  /** Brings one message into the cache, if there is one to see; rejects when nobody can be asked. */
  readonly ask: (seq: number) => Promise<void>;
  readonly told: () => void;
};

/** The messages that those of a timeline answer: from the cache, else asked for, one after the other. */
export class Answered {
  readonly #deps: Deps;
  readonly #wanted = new Set<number>();
  /** Asked for, and not there: purged, or from before I came. */
  readonly #absent = new Set<number>();
  #running = false;
  #failed = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  of(messages: readonly TimelineMessage[]): ReadonlyMap<number, Message | null> {
    const state = this.#deps.state();
    const found = new Map<number, Message | null>();
    for (const { content } of messages) {
      const seq = content.replyTo?.seq;
      if (seq === undefined || found.has(seq)) continue;
      const message = state.messages.get(seq);
      const gone = this.#absent.has(seq) || rangesContain(state.purged, seq) || seq < state.firstSeq;
      if (message !== undefined) found.set(seq, message);
      else if (gone) found.set(seq, null);
      else this.#wanted.add(seq);
    }
    if (this.#wanted.size > 0) void this.#run();
    return found;
  }

  /** Connected: what could not be asked for is asked for now. */
  retry(): void {
    this.#failed = false;
    if (this.#wanted.size > 0) void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running || this.#failed) return;
    this.#running = true;
    try {
      // Not while the snapshot is being made that wants it.
      await Promise.resolve();
      for (const seq of this.#wanted) {
        await this.#deps.ask(seq);
        this.#wanted.delete(seq);
        if (!this.#deps.state().messages.has(seq)) this.#absent.add(seq);
        this.#deps.told();
      }
    } catch {
      this.#failed = true;
    } finally {
      this.#running = false;
    }
  }
}
