import type { Cancel, ClockPort } from './ports.js';

/** One timer a key: what is scheduled anew takes the place of what was. */
export class KeyedTimers {
  readonly #clock: ClockPort;
  readonly #timers = new Map<string, Cancel>();

  constructor(clock: ClockPort) {
    this.#clock = clock;
  }

  has(key: string): boolean {
    return this.#timers.has(key);
  }

  schedule(key: string, ms: number, run: () => void): void {
    this.#timers.get(key)?.();
    const due = (): void => {
      this.#timers.delete(key);
      run();
    };
    this.#timers.set(key, this.#clock.setTimeout(due, ms));
  }

  clear(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
