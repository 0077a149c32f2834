import { type ChatListSnapshot, type ChatRow, ChatRows, type ChatRowsDeps, type RowChange } from './chat-list.js';
import type { Cancel } from './ports.js';
import { afterBatch, LazyStore, type Store, ValueStore } from './store.js';

/** What people are called whom I have a chat with, by id. */
export type PeerNames = ReadonlyMap<string, string>;

/** The chat list as it is looked at: told once for whatever changes in one go, and only when a row is another one. */
export class ChatList implements Store<ChatListSnapshot> {
  readonly #rows: ChatRows;
  readonly #store = new LazyStore<ChatListSnapshot>(() => this.#compute());
  readonly #peers = new ValueStore<PeerNames>(new Map());
  readonly #channels = new ValueStore<ReadonlySet<string>>(new Set());
  readonly #single = new Map<
    string,
    { readonly of: LazyStore<ChatRow | null>; readonly store: Store<ChatRow | null> }
  >();
  /** Tells when somebody is called something else, not with whatever is said. */
  readonly peerNames = this.#fresh(this.#peers);
  /** Which of my chats are channels, likewise. */
  readonly channels = this.#fresh(this.#channels);
  #loaded = false;

  constructor(deps: ChatRowsDeps) {
    this.#rows = new ChatRows(deps);
  }

  readonly subscribe = (listener: () => void): Cancel => this.#store.subscribe(listener);

  readonly getSnapshot = (): ChatListSnapshot => {
    this.#catchUp();
    return this.#store.getSnapshot();
  };

  /** One row of it, also of those that I have hidden; null: there is none. */
  row(conversationId: string): Store<ChatRow | null> {
    const known = this.#single.get(conversationId);
    if (known !== undefined) return known.store;
    const of = new LazyStore(() => this.#rows.row(conversationId));
    const store = this.#fresh(of);
    this.#single.set(conversationId, { of, store });
    return store;
  }

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
    for (const { conversationId } of changes) this.#single.get(conversationId)?.of.changed();
    this.#peers.set(namesOn(this.#peers.getSnapshot(), changes));
    this.#channels.set(channelsOn(this.#channels.getSnapshot(), changes));
  };

  /** In the middle of a batch: whoever asks is answered with what is so by now. */
  #catchUp(): void {
    if (this.#rows.stale) this.#update();
  }

  #fresh<T>(store: Store<T>): Store<T> {
    const getSnapshot = (): T => {
      this.#catchUp();
      return store.getSnapshot();
    };
    return { subscribe: (listener) => store.subscribe(listener), getSnapshot };
  }

  #compute(): ChatListSnapshot {
    return {
      loaded: this.#loaded,
      items: this.#rows.items(),
      hidden: this.#rows.hidden(),
      unread: this.#rows.unread,
    };
  }
}

/** The same map while everybody is called what they were. */
function namesOn(known: PeerNames, changes: readonly RowChange[]): PeerNames {
  let next: Map<string, string> | null = null;
  for (const { before, after } of changes) {
    const peer = after?.peer ?? null;
    if (peer !== null && (next ?? known).get(peer.userId) !== peer.name) {
      next ??= new Map(known);
      next.set(peer.userId, peer.name);
    }
    const left = peer === null ? (before?.peer?.userId ?? null) : null;
    if (left !== null && (next ?? known).has(left)) {
      next ??= new Map(known);
      next.delete(left);
    }
  }
  return next ?? known;
}

function channelsOn(known: ReadonlySet<string>, changes: readonly RowChange[]): ReadonlySet<string> {
  let next: Set<string> | null = null;
  for (const { conversationId, after } of changes) {
    const is = after?.kind === 'channel';
    if (is === (next ?? known).has(conversationId)) continue;
    next ??= new Set(known);
    if (is) next.add(conversationId);
    else next.delete(conversationId);
  }
  return next ?? known;
}
