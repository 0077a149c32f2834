import {
  type Ack,
  CLIENT_EVENTS,
  type ClientAck,
  type ClientEvent,
  type ClientPayload,
  LIMITS,
  type Network,
  type SeenOfDeliveries,
  ParleyError,
  type SyncCursor,
} from '@parley/contract';
import { heartbeatMsOn } from '@parley/core';
import { headsOf } from './rooms.js';
import type { ModelServer } from './server.js';

const BEATS_KEPT = 100;

/** The way to the device. */
export type Outgoing = {
  emit(event: string, payload: unknown): void;
  /** The connection is over; told: the device hears of it. */
  closed(told: boolean): void;
};

type Handlers = { readonly [E in ClientEvent]: (payload: never) => Promise<ClientAck<E>> | ClientAck<E> };

/** One connection as the gateway sees it. */
export class ModelConnection {
  readonly id: string;
  readonly userId: string;
  readonly deviceId: string;
  /** Inbox places of sends of this connection that it was not told yet. */
  own: number[] = [];
  watching: ReadonlySet<string> = new Set();
  /** Read-mode conversations whose heads it is told as they move. */
  heads = new Set<string>();
  /** What its last heartbeats said of the device, and when. */
  readonly beats: {
    network: Network | undefined;
    idleMs: number | undefined;
    seen: SeenOfDeliveries | undefined;
    at: number;
  }[] = [];
  readonly #server: ModelServer;
  readonly #out: Outgoing;
  #open = true;

  constructor(server: ModelServer, who: { id: string; userId: string; deviceId: string }, out: Outgoing) {
    this.#server = server;
    this.id = who.id;
    this.userId = who.userId;
    this.deviceId = who.deviceId;
    this.#out = out;
  }

  emit(event: string, payload: unknown): void {
    if (this.#open) this.#out.emit(event, payload);
  }

  ended(told: boolean): void {
    this.#open = false;
    this.#out.closed(told);
  }

  /** The device went away, or its network did. */
  lost(): void {
    this.#open = false;
    this.#server.connections.delete(this.id);
  }

  /** A frame of the device; the answer is a wire ack. */
  async receive(event: string, payload: unknown): Promise<Ack<unknown>> {
    try {
      const known = CLIENT_EVENTS[event as ClientEvent];
      if (known === undefined) throw new ParleyError('UNKNOWN_EVENT');
      const parsed = known.payload.safeParse(payload);
      if (!parsed.success) throw new ParleyError('BAD_REQUEST', { issues: parsed.error.issues.map(String) });
      const handler = this.#handlers[event as ClientEvent];
      return { ok: true, data: await handler(parsed.data as never) };
    } catch (error) {
      const coded = error instanceof ParleyError ? error : new ParleyError('INTERNAL', { cause: String(error) });
      return { ok: false, error: coded.toWire() };
    } finally {
      this.#server.fanOutAll();
    }
  }

  takeOwn(): number[] {
    const own = this.own;
    this.own = [];
    return own;
  }

  #ackCursor(cursor: SyncCursor | undefined): void {
    if (cursor === undefined) return;
    for (const conversationId of this.#server.store.ack(this.userId, this.deviceId, cursor)) {
      this.#server.signalReceipt(conversationId, this.userId);
    }
  }

  readonly #handlers: Handlers = {
    'message.send': async ({ cursor, ...send }: ClientPayload<'message.send'>) => {
      this.#ackCursor(cursor);
      const { id: origin, userId: senderId } = this;
      const sent = await this.#server.send({ after: undefined, ...send, origin, senderId });
      await this.#server.options.step();
      return { ...sent, own: this.takeOwn() };
    },
    'receipt.read': async ({ conversationId, seq }: ClientPayload<'receipt.read'>) => {
      await this.#server.options.step();
      const { store } = this.#server;
      const before = store.inbox(this.userId).latestSeq;
      const { readSeq, readOrd } = store.read(conversationId, this.userId, seq);
      const { latestSeq, incarnation } = store.inbox(this.userId);
      if (latestSeq > before) {
        this.#server.push(this.userId, ['event', { incarnation, entries: [store.entry(this.userId, latestSeq)] }]);
        this.#server.signalReceipt(conversationId, this.userId);
      }
      return { readSeq, readOrd };
    },
    'cursor.ack': async (cursor: ClientPayload<'cursor.ack'>) => {
      await this.#server.options.step();
      this.#ackCursor(cursor);
      return {};
    },
    'sync.pull': async ({ incarnation, lastSeq, limit = 100 }: ClientPayload<'sync.pull'>) => {
      const { options, store, rooms } = this.#server;
      await options.step();
      const page = store.pull(this.userId, { incarnation, inboxSeq: lastSeq }, limit);
      if (page.hasMore || page.reset !== undefined) return page;
      await options.step();
      return { ...page, heads: rooms.headsFor(this) };
    },
    'sync.batch': async ({ syncs }: ClientPayload<'sync.batch'>) => {
      await this.#server.options.step();
      const { store } = this.#server;
      return { syncs: syncs.map((ask) => store.timelineSync(this.userId, ask, LIMITS.historyPage)) };
    },
    heartbeat: async ({ cursor, network, idleMs, seen }: ClientPayload<'heartbeat'>) => {
      this.beats.push({ network, idleMs, seen, at: this.#server.options.now() });
      if (this.beats.length > BEATS_KEPT) this.beats.shift();
      await this.#server.options.step();
      if (this.#server.databaseAway) throw new ParleyError('UNAVAILABLE');
      this.#ackCursor(cursor);
      const { store, options, rooms } = this.#server;
      const { incarnation, inboxSeq } = store.head(this.userId);
      const heads = rooms.headsFor(this, this.watching);
      const every = network === undefined ? {} : { heartbeatMs: heartbeatMsOn(network) };
      return { ...every, serverTime: options.now(), incarnation, inboxSeq, heads, own: this.takeOwn() };
    },
    watch: async ({ conversationIds }: ClientPayload<'watch'>) => {
      const { options, store } = this.#server;
      this.watching = new Set(conversationIds);
      await options.step();
      return { heads: headsOf(store, conversationIds) };
    },
    typing: ({ conversationId }: ClientPayload<'typing'>) => {
      const { mode, members } = this.#server.store.conversation(conversationId, this.userId);
      for (const userId of mode === 'read' ? [] : members.keys()) {
        const signal = { kind: 'typing', conversationId, userId: this.userId };
        if (userId !== this.userId)
          this.#server.push(userId, ['signal', signal], (c) => c.watching.has(conversationId));
      }
      return {};
    },
    'presence.get': ({ userIds }: ClientPayload<'presence.get'>) => {
      const online = new Set([...this.#server.connections.values()].map(({ userId }) => userId));
      return { presence: userIds.map((userId) => ({ userId, online: online.has(userId), lastSeenAt: null })) };
    },
  };
}
