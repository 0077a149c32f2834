import type { ParleyError, SavedPage } from '@parley/contract';
import { toParleyError } from './errors.js';
import type { Cancel } from './ports.js';
import type { RestClient } from './rest.js';
import { LazyStore, type Store } from './store.js';

export type SavedSnapshot = {
  readonly status: 'loading' | 'ready' | 'error';
  readonly items: SavedPage['messages'];
  readonly hasMore: boolean;
  readonly error: ParleyError | null;
};

type State = { items: SavedPage['messages']; next: string | null } & Pick<SavedSnapshot, 'status' | 'error'>;

const EMPTY: State = { items: [], next: null, status: 'loading', error: null };

/** The messages that I saved, as the server lists them: asked for while somebody looks, and again when one came or went. */
export class SavedMessages implements Store<SavedSnapshot> {
  readonly #rest: RestClient;
  readonly #store: LazyStore<SavedSnapshot>;
  #state: State = EMPTY;
  /** Counts what was asked: an older answer is not waited for. */
  #asked = 0;

  constructor(rest: RestClient) {
    this.#rest = rest;
    this.#store = new LazyStore(() => {
      const { items, next, status, error } = this.#state;
      return { items, status, error, hasMore: next !== null };
    });
  }

  readonly subscribe = (listener: () => void): Cancel => {
    if (!this.#store.watched) void this.#load(null);
    return this.#store.subscribe(listener);
  };

  readonly getSnapshot = (): SavedSnapshot => this.#store.getSnapshot();

  readonly loadMore = (): Promise<void> =>
    this.#state.next === null ? Promise.resolve() : this.#load(this.#state.next);

  changed(): void {
    if (this.#store.watched) void this.#load(null);
  }

  clear(): void {
    this.#asked += 1;
    this.#set(EMPTY);
  }

  async #load(after: string | null): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const page = await this.#rest.call('saved', { query: after === null ? {} : { after } });
      if (asked !== this.#asked) return;
      const items = after === null ? page.messages : [...this.#state.items, ...page.messages];
      this.#set({ items, next: page.next, status: 'ready', error: null });
    } catch (error) {
      if (asked === this.#asked) this.#set({ ...this.#state, status: 'error', error: toParleyError(error) });
    }
  }

  #set(state: State): void {
    this.#state = state;
    this.#store.changed();
  }
}
