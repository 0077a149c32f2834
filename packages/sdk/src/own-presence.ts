import type { ClientPayload, Network, OwnStatus, ParleyError, StatusChange } from '@parley/contract';
import { AWAY_AFTER_MS } from '@parley/core';
import { toParleyError } from './errors.js';
import type { Cancel, ClockPort } from './ports.js';
import type { RestClient } from './rest.js';
import { LazyStore, type Store } from './store.js';

export type OwnStatusSnapshot = {
  readonly status: 'loading' | 'ready' | 'error';
  /** null: not known yet. */
  readonly own: OwnStatus | null;
  readonly error: ParleyError | null;
};

type Deps = { readonly rest: RestClient; readonly clock: ClockPort; readonly beat: () => void };

/**
 * How others see me: what I have set, on whichever device, and what this device says of itself. What I set is loaded once somebody
 * looks and with every connection, kept by entries in between; the highest version counts.
 */
export class OwnPresence implements Store<OwnStatusSnapshot> {
  readonly #deps: Deps;
  readonly #store: LazyStore<OwnStatusSnapshot>;
  #own: OwnStatus | null = null;
  #error: ParleyError | null = null;
  #asked = 0;
  #network: Network | null = null;
  #usedAt: number | null = null;
  #hears = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#store = new LazyStore(() => ({
      status: this.#own !== null ? 'ready' : this.#error !== null ? 'error' : 'loading',
      own: this.#own,
      error: this.#error,
    }));
  }

  readonly subscribe = (listener: () => void): Cancel => {
    if (!this.#store.watched) void this.#load();
    return this.#store.subscribe(listener);
  };

  readonly getSnapshot = (): OwnStatusSnapshot => this.#store.getSnapshot();

  /** What is left out stays. */
  async set(change: StatusChange): Promise<void> {
    this.apply(await this.#deps.rest.call('changeStatus', { body: change }));
  }

  /** Somebody does something at this device; told as often as one likes. One that never tells is never away. */
  used(): void {
    const before = this.#usedAt;
    this.#usedAt = this.#deps.clock.now();
    if (before !== null && this.#usedAt - before >= AWAY_AFTER_MS) this.#deps.beat();
  }

  /** What this device is connected by: it decides how often it says that it is there. */
  on(network: Network): void {
    if (this.#network === network) return;
    this.#network = network;
    this.#deps.beat();
  }

  /** A new connection: it knows nothing of this device yet. `hears`: a server of before takes no more than it knows. */
  ready(hears: boolean): void {
    this.#hears = hears;
    if (hears && (this.#network !== null || this.#usedAt !== null)) this.#deps.beat();
    if (this.#store.watched) void this.#load();
  }

  /** What a heartbeat says of this device. */
  said(): Pick<ClientPayload<'heartbeat'>, 'network' | 'idleMs'> {
    if (!this.#hears) return {};
    const idleMs = this.#usedAt === null ? null : Math.max(0, this.#deps.clock.now() - this.#usedAt);
    return {
      ...(this.#network === null ? {} : { network: this.#network }),
      ...(idleMs === null ? {} : { idleMs }),
    };
  }

  apply(own: OwnStatus): void {
    if (this.#own !== null && this.#own.version > own.version) return;
    this.#own = own;
    this.#error = null;
    this.#store.changed();
  }

  /** The inbox began anew: whatever comes next counts, as after a restore. */
  replaced(): void {
    this.#asked += 1;
    if (this.#own !== null) this.#own = { ...this.#own, version: 0 };
    if (this.#store.watched) void this.#load();
  }

  clear(): void {
    this.#asked += 1;
    this.#own = null;
    this.#error = null;
    this.#store.changed();
  }

  async #load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const own = await this.#deps.rest.call('status', {});
      if (asked === this.#asked) this.apply(own);
    } catch (error) {
      if (asked !== this.#asked || this.#own !== null) return;
      this.#error = toParleyError(error);
      this.#store.changed();
    }
  }
}
