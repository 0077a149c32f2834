import {
  type ChatListItem,
  type ClientAck,
  type ClientEvent,
  type ClientPayload,
  type Device,
  LIMITS,
  type Me,
  type Message,
  type MessageSent,
  ParleyError,
  type Session,
  type SyncCursor,
  type UserSummary,
} from '@parley/contract';
import { checkContent } from '@parley/core';
import { Auth, type LoginInput, type SessionMode, type SessionSnapshot, type SetupInput } from './auth.js';
import { Cache } from './cache.js';
import type { PresenceMap } from './cache/presence.js';
import { type ChatListSnapshot, ChatRows } from './chat-list.js';
import { Connection, type ConnectionSnapshot } from './connection.js';
import { toParleyError } from './errors.js';
import { Leader } from './leader.js';
import { Listeners } from './listeners.js';
import { PendingSends } from './pending-sends.js';
import { Persistence } from './persistence.js';
import type { Cancel, Ports } from './ports.js';
import { Reads } from './reads.js';
import { RestClient } from './rest.js';
import { RowFetcher } from './rows.js';
import { SentWaiters } from './sent-waiters.js';
import { Signals } from './signals.js';
import { LazyStore, type Store } from './store.js';
import { SyncEngine } from './sync-engine.js';
import { TabChannel } from './tabs.js';
import { Timeline } from './timeline.js';

export type ParleyClientOptions = {
  readonly ports: Ports;
  /** Where the refresh token lives: `cookie` in browsers, `token` (default) everywhere else. */
  readonly session?: SessionMode;
};

const NOBODY = '0';
/** Timelines that nobody looks at are kept in memory up to this many. */
const TIMELINES_KEPT = 30;

/** One signed-in device: see the README of this package for every member. */
export class ParleyClient {
  readonly rest: RestClient;
  readonly #ports: Ports;
  readonly #auth: Auth;
  readonly #tabs: TabChannel;
  readonly #persistence: Persistence;
  readonly #cache: Cache;
  readonly #connection: Connection;
  readonly #sends: PendingSends;
  readonly #sync: SyncEngine;
  readonly #reads: Reads;
  readonly #rows: RowFetcher;
  readonly #signals: Signals;
  readonly #leader: Leader;
  readonly #waiters: SentWaiters;
  readonly #listeners = new Listeners();
  readonly #timelines = new Map<string, Timeline>();
  readonly #chatRows = new ChatRows();
  readonly #chatList = new LazyStore<ChatListSnapshot>(() => this.#computeChatList());
  #loaded = false;
  #running = false;
  #watched: readonly string[] = [];
  #offTabs: Cancel = () => undefined;

  constructor({ ports, session = 'token' }: ParleyClientOptions) {
    const { storage, transport, clock, random } = ports;
    const warn = this.#listeners.warn;
    this.#ports = ports;
    this.#tabs = new TabChannel(ports.channel);
    this.#auth = new Auth(ports, session, this.#tabs);
    this.#auth.onEnded = (reason) => void this.#signedOut(reason, true);
    this.rest = new RestClient(transport, this.#auth);
    this.#persistence = new Persistence({ storage, clock, warn });
    const { rest } = this;
    const persistence = this.#persistence;
    const myId = (): string => this.me?.userId ?? NOBODY;
    const isLeader = (): boolean => this.#leader.held;
    const cache = new Cache({ persistence, myId, listener: this.#cacheListener() });
    const connection = new Connection({ auth: this.#auth, transport, clock, random, warn }, this.#connectionEvents());
    this.#cache = cache;
    this.#connection = connection;
    this.#sync = new SyncEngine({ connection, rest, cache, persistence, clock, random, warn, isLeader });
    this.#sends = new PendingSends({ connection, persistence, clock, random, listener: this.#sendsListener() });
    this.#reads = new Reads({ cache, connection, persistence, clock, random });
    const stamp = (): number => this.#sync.cursor?.inboxSeq ?? 0;
    this.#rows = new RowFetcher({ cache, rest, clock, random, isOnline: () => connection.online, stamp });
    this.#signals = new Signals({ cache, connection, clock, warn, myId });
    this.#waiters = new SentWaiters();
    this.#leader = new Leader({
      ports,
      tabs: this.#tabs,
      persistence,
      cache,
      sends: this.#sends,
      reads: this.#reads,
      sync: this.#sync,
      warn,
      lockName: () => `parley.device.${this.me?.deviceId ?? ''}`,
    });
  }

  get session(): Store<SessionSnapshot> {
    return this.#auth.session;
  }

  get connection(): Store<ConnectionSnapshot> {
    return this.#connection.store;
  }

  get chatList(): Store<ChatListSnapshot> {
    return this.#chatList;
  }

  get presence(): Store<PresenceMap> {
    return this.#signals.presence;
  }

  get me(): Me | null {
    return this.#auth.me;
  }

  get isLeader(): boolean {
    return this.#leader.held;
  }

  get cursor(): SyncCursor | null {
    return this.#sync.cursor;
  }

  readonly login = (input: LoginInput): Promise<Me> => this.#signedIn(() => this.#auth.login(input));
  readonly setup = (input: SetupInput): Promise<Me> => this.#signedIn(() => this.#auth.setup(input));
  readonly setupState = (): Promise<{ needed: boolean }> => this.#auth.setupState();
  readonly adopt = (session: Session): Promise<Me> => this.#signedIn(() => this.#auth.adopt(session));
  readonly resume = (): Promise<Me | null> => this.#auth.resume();

  readonly logout = async (): Promise<void> => {
    await this.#auth.tellLogout().catch((error: unknown) => this.#listeners.warn('the server was not told', error));
    await this.#signedOut(null, true);
  };

  readonly start = async (): Promise<void> => {
    if (this.#running) return;
    if (this.me === null) throw new ParleyError('TOKEN_MISSING');
    this.#running = true;
    this.#offTabs = this.#tabs.subscribe((message) => {
      if (message.kind === 'session') this.#auth.take({ value: message.token, expiresAt: message.expiresAt });
      else if (message.kind === 'signed-out') {
        void this.#signedOut(message.reason === null ? null : ParleyError.fromWire(message.reason), false);
      } else void this.#leader.told(message);
    });
    await this.#leader.loadCache();
    // stop() may have come while the cache was read.
    if (!this.#running) return;
    this.#loaded = this.#loaded || this.#sync.cursor !== null;
    this.#chatList.changed();
    this.#leader.start();
    this.#connection.start();
  };

  readonly stop = async (): Promise<void> => {
    if (!this.#running) return;
    this.#running = false;
    await this.#persistence.flushed();
    await this.#sync.ackNow();
    this.#halt();
  };

  readonly whenOnline = (timeoutMs = 30_000): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (run: () => void): void => {
        cancel();
        off();
        run();
      };
      const look = (): void => {
        if (this.connection.getSnapshot().synced) settle(resolve);
        else if (this.me === null)
          settle(() => reject(this.session.getSnapshot().reason ?? new ParleyError('TOKEN_MISSING')));
      };
      const offConnection = this.connection.subscribe(look);
      const offSession = this.session.subscribe(look);
      const off = (): void => {
        offConnection();
        offSession();
      };
      const cancel = this.#ports.clock.setTimeout(
        () => settle(() => reject(this.connection.getSnapshot().error ?? new ParleyError('UNAVAILABLE'))),
        timeoutMs,
      );
      look();
    });

  readonly wake = (): void => this.#connection.wake();

  readonly timeline = (conversationId: string): Timeline => {
    const known = this.#timelines.get(conversationId);
    if (known !== undefined) return known;
    this.#forgetTimelines();
    const timeline = new Timeline(conversationId, {
      cache: this.#cache,
      sends: this.#sends,
      persistence: this.#persistence,
      connection: this.#connection,
      rest: this.rest,
      clock: this.#ports.clock,
      random: this.#ports.random,
      myId: () => this.me?.userId ?? NOBODY,
    });
    this.#timelines.set(conversationId, timeline);
    return timeline;
  };

  readonly send = (conversationId: string, text: string): string => {
    const content = { type: 'text' as const, text };
    checkContent(content);
    const pending = this.#sends.make(conversationId, content);
    this.#leader.send(pending);
    void this.#timelines.get(conversationId)?.loadNewest();
    return pending.clientMsgId;
  };

  readonly whenSent = (clientMsgId: string): Promise<MessageSent> =>
    this.#waiters.wait(clientMsgId, this.#sends.get(clientMsgId));

  readonly retry = (clientMsgId: string): void => this.#leader.retry(clientMsgId);
  readonly discard = (clientMsgId: string): void => this.#leader.discard(clientMsgId);

  readonly markRead = (conversationId: string, seq: number): void => {
    if (this.#reads.show(conversationId, seq)) this.#leader.read(conversationId, seq);
  };

  readonly typing = (conversationId: string): void => void this.#signals.typed(conversationId);
  readonly typers = (conversationId: string): Store<readonly string[]> => this.#signals.typers(conversationId);
  readonly askPresence = (userIds: readonly string[]): Promise<void> => this.#signals.askPresence(userIds);

  readonly watch = (conversationIds: readonly string[]): void => {
    const next = [...new Set(conversationIds)].slice(0, LIMITS.watchedConversations);
    const fresh = next.filter((id) => !this.#watched.includes(id));
    if (fresh.length === 0 && next.length === this.#watched.length) return;
    this.#watched = next;
    void this.#sendWatch(fresh);
  };

  readonly findUsers = async (query: string, limit = 20): Promise<UserSummary[]> =>
    (await this.rest.call('findUsers', { query: { query, limit } })).users;

  readonly openDirect = async (userId: string): Promise<ChatListItem> => {
    const stamp = this.#sync.cursor?.inboxSeq ?? 0;
    const item = await this.rest.call('createConversation', { body: { kind: 'direct', userId } });
    this.#cache.applyItem(item, stamp);
    return item;
  };

  readonly devices = async (): Promise<Device[]> => (await this.rest.call('devices', {})).devices;
  readonly revokeDevice = async (deviceId: string): Promise<void> => {
    await this.rest.call('revokeDevice', { params: { deviceId } });
  };

  readonly onMessage = (listener: (message: Message) => void): Cancel => this.#listeners.onMessage(listener);
  readonly onWarning = (listener: (text: string, error?: unknown) => void): Cancel =>
    this.#listeners.onWarning(listener);

  readonly request = <E extends ClientEvent>(event: E, payload: ClientPayload<E>): Promise<ClientAck<E>> =>
    this.#connection.request(event, payload);

  async #signedIn(signIn: () => Promise<Me>): Promise<Me> {
    const before = this.me;
    const me = await signIn();
    if (before?.userId !== me.userId || before.deviceId !== me.deviceId) this.#forgetMemory();
    return me;
  }

  /** The sign-in is over: nothing of it stays on this device. */
  async #signedOut(reason: ParleyError | null, tellTabs: boolean): Promise<void> {
    if (this.me === null) return;
    this.#auth.forget(reason);
    if (tellTabs) this.#tabs.post({ kind: 'signed-out', reason: reason?.toWire() ?? null });
    this.#running = false;
    this.#halt();
    this.#forgetMemory();
    await this.#ports.storage.clear();
  }

  #halt(): void {
    this.#connection.stop();
    this.#sync.stop();
    this.#rows.clear();
    this.#leader.stop();
    this.#offTabs();
    for (const timeline of this.#timelines.values()) timeline.stop();
  }

  #forgetMemory(): void {
    this.#persistence.disable();
    this.#sync.clear();
    this.#sends.clear();
    this.#reads.clear();
    this.#cache.clear();
    this.#waiters.clear();
    this.#watched = [];
    this.#loaded = false;
    for (const timeline of this.#timelines.values()) timeline.reset();
    this.#timelines.clear();
    this.#chatList.changed();
  }

  #forgetTimelines(): void {
    if (this.#timelines.size < TIMELINES_KEPT) return;
    for (const [conversationId, timeline] of this.#timelines) {
      if (timeline.watched) continue;
      timeline.stop();
      this.#timelines.delete(conversationId);
      this.#cache.closeTimeline(conversationId);
      return;
    }
  }

  #computeChatList(): ChatListSnapshot {
    const outgoing = (conversationId: string): 'pending' | 'failed' | null => {
      const pending = this.#sends.of(conversationId);
      if (pending.some((send) => send.failed !== null)) return 'failed';
      return pending.length > 0 ? 'pending' : null;
    };
    const items = this.#chatRows.list(this.#cache.chats.values(), { myId: this.me?.userId ?? NOBODY, outgoing });
    return { loaded: this.#loaded, items, unread: items.reduce((sum, row) => sum + row.unread, 0) };
  }

  async #sendWatch(fresh: readonly string[]): Promise<void> {
    // Receipts are hints: what was lost of them while nobody watched is read from the row.
    fresh.forEach((conversationId) => this.#rows.want(conversationId));
    if (!this.#connection.online) return;
    try {
      await this.#connection.request('watch', { conversationIds: [...this.#watched] });
    } catch (error) {
      if (this.#connection.online) this.#listeners.warn('watch was refused', toParleyError(error));
    }
  }

  #cacheListener(): ConstructorParameters<typeof Cache>[0]['listener'] {
    return {
      chatChanged: (conversationId) => {
        this.#chatList.changed();
        this.#timelines.get(conversationId)?.changed();
      },
      timelineChanged: (conversationId) => this.#timelines.get(conversationId)?.changed(),
      messageApplied: (message, fresh) => {
        this.#signals.messageApplied(message);
        if (message.senderId === this.me?.userId) {
          this.#sends.confirm(message);
          this.#waiters.sent(message);
        }
        if (fresh) this.#listeners.message(message);
      },
      rowWanted: (conversationId) => this.#rows.want(conversationId),
      replaced: () => {
        this.#loaded = true;
        this.#reads.showAgain();
        for (const timeline of this.#timelines.values()) timeline.reset();
        this.#chatList.changed();
      },
    };
  }

  #connectionEvents(): ConstructorParameters<typeof Connection>[1] {
    return {
      ready: () => {
        this.#sync.ready();
        this.#sends.pump();
        this.#reads.ready();
        if (this.#watched.length > 0) void this.#sendWatch(this.#watched);
        void this.#rows.run();
        const peers = [...this.#cache.chats.values()].flatMap(({ base }) => base?.peer?.userId ?? []);
        void this.#signals.askPresence(peers);
        for (const timeline of this.#timelines.values()) timeline.retryRepair();
      },
      frame: (frame) => this.#sync.frame(frame),
      signal: (payload) => this.#signals.apply(payload),
      resync: () => this.#sync.pull(),
      heartbeat: (answer) => {
        this.#sync.heartbeat(answer);
        for (const head of answer.heads) {
          this.#cache.applyHead(head.conversationId, head);
          this.#timelines.get(head.conversationId)?.retryRepair();
        }
        void this.#leader.takeRequests();
      },
      down: () => {
        this.#sync.down();
        this.#sends.down();
        this.#signals.down();
      },
    };
  }

  #sendsListener(): ConstructorParameters<typeof PendingSends>[0]['listener'] {
    return {
      acked: (pending, sent, own) => {
        const { conversationId, clientMsgId, content } = pending;
        const message: Message = { ...sent, conversationId, clientMsgId, content, senderId: this.me?.userId ?? NOBODY };
        this.#cache.applyPart(conversationId, { messages: [message] }, true);
        this.#sync.acked();
        this.#sync.own(own);
        this.#leader.tellSends([message]);
      },
      changed: (conversationId) => {
        this.#chatList.changed();
        this.#timelines.get(conversationId)?.changed();
      },
      failed: (pending, error) => {
        this.#waiters.failed(pending.clientMsgId, error);
        this.#leader.tellSends([]);
      },
    };
  }
}
