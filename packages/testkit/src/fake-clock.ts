import type { Cancel, ClockPort } from '@parley/sdk';

type Timer = { readonly at: number; readonly run: () => void };

/** Time that moves when it is told to; timers run in the order in which they are due. */
export class FakeClock implements ClockPort {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(now = Date.UTC(2026, 0, 5, 9)) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly setTimeout = (run: () => void, ms: number): Cancel => {
    const timer = { at: this.#now + Math.max(0, ms), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  get waiting(): number {
    return this.#timers.size;
  }

  /** When the next timer is due; null when none waits. */
  get nextAt(): number | null {
    let next: number | null = null;
    for (const { at } of this.#timers) if (next === null || at < next) next = at;
    return next;
  }

  /** Moves to the next timer and runs it; false when none is due within `withinMs`. */
  runNext(withinMs: number = Number.POSITIVE_INFINITY): boolean {
    const at = this.nextAt;
    if (at === null || at > this.#now + withinMs) return false;
    const due = [...this.#timers].find((timer) => timer.at === at);
    if (due === undefined) return false;
    this.#timers.delete(due);
    this.#now = Math.max(this.#now, at);
    due.run();
    return true;
  }

  /** Moves on and runs what is due; what those promise goes on between two timers. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    while (this.runNext(until - this.#now)) await settle();
    this.#now = until;
    await settle();
  }
}

/** Lets every promise that can go on do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
