import type { Persistence } from './persistence.js';
import type { ClockPort } from './ports.js';

type Deps = { readonly clock: ClockPort; readonly persistence: Persistence };

/** A clock that was told a little off is not worth a write. */
const SAME_CLOCK_MS = 1_000;

/** The server's time as this device knows it: what ends, and which of two comes later, is not for a clock that somebody set to decide. */
export class ServerClock {
  readonly #deps: Deps;
  /** Of the server's clock over this device's. */
  #ahead = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Milliseconds since 1970; this device's own until the server was heard once. */
  readonly now = (): number => this.#deps.clock.now() + this.#ahead;

  showStored(ahead: unknown): void {
    if (typeof ahead === 'number' && this.#ahead === 0) this.#ahead = ahead;
  }

  heard(serverTime: number): void {
    const { clock, persistence } = this.#deps;
    const ahead = serverTime - clock.now();
    if (Math.abs(ahead - this.#ahead) < SAME_CLOCK_MS) return;
    this.#ahead = ahead;
    persistence.keep({ table: 'meta', put: 'clock', value: ahead });
  }
}
