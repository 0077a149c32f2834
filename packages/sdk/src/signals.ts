import { type Heads, LIMITS, ParleyError, type Presence, Signal, type SignalKind, SIGNALS } from '@parley/contract';
import { TYPING_EVERY_MS } from '@parley/core';
import type { Cache } from './cache.js';
import { type PresenceMap, presenceOnTold } from './cache/presence.js';
import { typingDueAt, typingOnMessage, typingOnSignal, typingOnTime, type TypingState } from './cache/typing.js';
import type { Connection } from './connection.js';
import type { Cancel, ClockPort } from './ports.js';
import { LazyStore, type Store, ValueStore } from './store.js';
import type { Warn } from './warn.js';

type Deps = {
  readonly cache: Cache;
  readonly connection: Pick<Connection, 'online' | 'request'>;
  readonly clock: ClockPort;
  readonly warn: Warn;
  readonly myId: () => string;
  readonly headTold: (head: Heads) => void;
  readonly readTold: (conversationId: string, readSeq: number) => void;
};
type SignalOf<K extends SignalKind> = Extract<Signal, { kind: K }>;
type Handlers = { readonly [K in keyof typeof SIGNALS]: (signal: SignalOf<K>) => void };

const NOBODY: readonly string[] = [];

/** Hints that may be lost: typing, presence, receipts. Nothing here is stored. */
export class Signals {
  readonly presence = new ValueStore<PresenceMap>(new Map());
  readonly #deps: Deps;
  readonly #typingStores = new Map<string, LazyStore<readonly string[]>>();
  readonly #typedAt = new Map<string, number>();
  #typing: TypingState = new Map();
  #fade: Cancel = () => undefined;

  /** Total over the kinds of the contract: a new signal does not compile until it is handled here. */
  readonly #handlers: Handlers = {
    typing: (signal) => {
      if (signal.userId === this.#deps.myId()) return;
      this.#setTyping(typingOnSignal(this.#typing, signal, this.#deps.clock.now()));
    },
    presence: ({ presence }) => this.told([presence]),
    receipt: ({ conversationId, userId, readSeq, deliveredSeq }) => {
      this.#deps.cache.applyReceipt(conversationId, { userId, readSeq, deliveredSeq });
      this.#deps.readTold(conversationId, readSeq);
    },
    head: ({ head }) => this.#deps.headTold(head),
    error: ({ event, error }) =>
      this.#deps.warn(`the server refused ${event ?? 'this connection'}`, ParleyError.fromWire(error)),
  };

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  apply(payload: unknown): void {
    const signal = Signal.safeParse(payload);
    // Of a later protocol, or misshapen: a hint that is not understood is a hint that was lost.
    if (!signal.success) return;
    (this.#handlers[signal.data.kind] as (signal: Signal) => void)(signal.data);
  }

  messageApplied(message: { conversationId: string; senderId: string }): void {
    // What was being typed is said: what is typed from now on is news again.
    if (message.senderId === this.#deps.myId()) this.#typedAt.delete(message.conversationId);
    this.#setTyping(typingOnMessage(this.#typing, message));
  }

  typers(conversationId: string): Store<readonly string[]> {
    const known = this.#typingStores.get(conversationId);
    if (known !== undefined) return known;
    const store = new LazyStore<readonly string[]>(() => {
      const typers = this.#typing.get(conversationId);
      return typers === undefined || typers.size === 0 ? NOBODY : [...typers.keys()];
    });
    this.#typingStores.set(conversationId, store);
    return store;
  }

  /** I type; one signal in a while is enough, and a lost one is not missed. */
  async typed(conversationId: string): Promise<void> {
    const { clock, connection } = this.#deps;
    const last = this.#typedAt.get(conversationId);
    if (!connection.online || (last !== undefined && clock.now() - last < TYPING_EVERY_MS)) return;
    this.#typedAt.set(conversationId, clock.now());
    await connection.request('typing', { conversationId }).catch(() => undefined);
  }

  told(presence: readonly Presence[]): void {
    this.presence.set(presenceOnTold(this.presence.getSnapshot(), presence));
  }

  async askPresence(userIds: readonly string[]): Promise<void> {
    const wanted = [...new Set(userIds)];
    for (let at = 0; at < wanted.length && this.#deps.connection.online; at += LIMITS.presenceIds) {
      await this.#askPage(wanted.slice(at, at + LIMITS.presenceIds));
    }
  }

  /** Without a connection nobody's presence is known. */
  down(): void {
    this.presence.set(new Map());
    this.#setTyping(new Map());
  }

  async #askPage(userIds: string[]): Promise<void> {
    try {
      this.told((await this.#deps.connection.request('presence.get', { userIds })).presence);
    } catch (error) {
      this.#deps.warn('presence could not be asked', error);
    }
  }

  #setTyping(typing: TypingState): void {
    if (typing === this.#typing) return;
    const touched = new Set([...this.#typing.keys(), ...typing.keys()]);
    this.#typing = typing;
    for (const conversationId of touched) this.#typingStores.get(conversationId)?.changed();
    this.#fade();
    const due = typingDueAt(typing);
    if (due === null) return;
    const { clock } = this.#deps;
    const fade = (): void => this.#setTyping(typingOnTime(this.#typing, clock.now()));
    this.#fade = clock.setTimeout(fade, Math.max(0, due - clock.now()));
  }
}
