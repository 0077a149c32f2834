import { type ChatListSnapshot, ChatRows, type ChatRowsDeps } from './chat-list.js';
import type { Cancel } from './ports.js';
import { afterBatch, LazyStore, type Store } from './store.js';

/** The chat list as it is looked at: told once for whatever changes in one go, and only when a row is another one. */
export class ChatList implements Store<ChatListSnapshot> {
  readonly #rows: ChatRows;
  readonly #store = new LazyStore<ChatListSnapshot>(() => this.#compute());
  #loaded = false;

  constructor(deps: ChatRowsDeps) {
    this.#rows = new ChatRows(deps);
  }

  readonly subscribe = (listener: () => void): Cancel => this.#store.subscribe(listener);

  readonly getSnapshot = (): ChatListSnapshot => {
    // In the middle of a batch: whoever asks is answered with what is so by now.
    if (this.#rows.stale) this.#update();
    return this.#store.getSnapshot();
  };

  /** Something that the row of this conversation shows may have changed. */
  touch(conversationId: string): void {
    this.#rows.touch(conversationId);
    afterBatch(this.#update);
  }

  /** Whether an empty list means that there is none. */
  setLoaded(loaded: boolean): void {
    if (loaded === this.#loaded) return;
    this.#loaded = loaded;
    this.#store.changed();
  }

  readonly #update = (): void => {
    const { unread } = this.#rows;
    const changes = this.#rows.update();
    if (changes.length > 0 || unread !== this.#rows.unread) this.#store.changed();
  };

  #compute(): ChatListSnapshot {
    return {
      loaded: this.#loaded,
      items: this.#rows.items(),
      hidden: this.#rows.hidden(),
      unread: this.#rows.unread,
    };
  }
}
