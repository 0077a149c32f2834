import {
  type ChatListItem,
  type ClientAck,
  type ClientEvent,
  type ClientPayload,
  type ContentInput,
  type Device,
  type Me,
  type MemberPage,
  type MemberRole,
  type Message,
  type MessageSent,
  ParleyError,
  type Session,
  type SyncCursor,
  type UserSummary,
} from '@parley/contract';
import { checkContent } from '@parley/core';
import type { LoginInput, SessionMode, SessionSnapshot, SetupInput } from './auth.js';
import type { PresenceMap } from './cache/presence.js';
import type { ChatListSnapshot } from './chat-list.js';
import type { ConnectionSnapshot } from './connection.js';
import { toParleyError } from './errors.js';
import { Parts } from './parts.js';
import type { PeopleMap } from './people.js';
import type { Cancel, Ports } from './ports.js';
import type { RestClient } from './rest.js';
import type { Store } from './store.js';
import type { TabMessage } from './tabs.js';
import type { Timeline } from './timeline-view.js';

export type ParleyClientOptions = {
  readonly ports: Ports;
  /** Where the refresh token lives: `cookie` in browsers, `token` (default) everywhere else. */
  readonly session?: SessionMode;
};

/** `key`: of a try before, when its answer got lost. */
export type NewGroup = { readonly name: string; readonly userIds: readonly string[]; readonly key?: string };

/** `key`: of a try before, when an answer got lost. `merged`: as one message; without it exactly one is forwarded. */
export type Forward = {
  readonly from: { readonly conversationId: string; readonly seqs: readonly number[] };
  readonly to: readonly string[];
  readonly merged: boolean;
  readonly key?: string;
};
export type ForwardResult = { readonly conversationId: string } & (
  | { readonly sent: MessageSent; readonly error?: never }
  | { readonly sent?: never; readonly error: ParleyError }
);

/** What a message holds besides its text. */
export type SendExtras = Pick<ContentInput, 'mentions' | 'replyTo'>;

/** One signed-in device: see the README of this package for every member. */
export class ParleyClient {
  readonly #ports: Ports;
  readonly #parts: Parts;
  #running = false;
  #offTabs: Cancel = () => undefined;

  constructor({ ports, session = 'token' }: ParleyClientOptions) {
    this.#ports = ports;
    this.#parts = new Parts(ports, session);
    this.#parts.auth.onEnded = (reason) => void this.#signedOut(reason, true);
  }

  get session(): Store<SessionSnapshot> {
    return this.#parts.auth.session;
  }

  get connection(): Store<ConnectionSnapshot> {
    return this.#parts.connection.store;
  }

  get chatList(): Store<ChatListSnapshot> {
    return this.#parts.chatList;
  }

  get presence(): Store<PresenceMap> {
    return this.#parts.signals.presence;
  }

  /** Those who speak in groups, by id, as far as they are known. */
  get people(): Store<PeopleMap> {
    return this.#parts.people.store;
  }

  get me(): Me | null {
    return this.#parts.auth.me;
  }

  get rest(): RestClient {
    return this.#parts.rest;
  }

  get isLeader(): boolean {
    return this.#parts.leader.held;
  }

  get cursor(): SyncCursor | null {
    return this.#parts.sync.cursor;
  }

  readonly login = (input: LoginInput): Promise<Me> => this.#signedIn(() => this.#parts.auth.login(input));
  readonly setup = (input: SetupInput): Promise<Me> => this.#signedIn(() => this.#parts.auth.setup(input));
  readonly adopt = (session: Session): Promise<Me> => this.#signedIn(() => this.#parts.auth.adopt(session));
  readonly setupState = (): Promise<{ needed: boolean }> => this.#parts.auth.setupState();
  readonly resume = (): Promise<Me | null> => this.#parts.auth.resume();

  readonly logout = async (): Promise<void> => {
    const { auth, listeners } = this.#parts;
    const told = await auth.tellLogout().then(
      () => true,
      (error: unknown) => listeners.warn('the server was not told of the sign-out', error),
    );
    await this.#signedOut(null, true);
    if (told !== true) await auth.rememberLogout();
  };

  readonly start = async (): Promise<void> => {
    if (this.#running) return;
    if (this.me === null) throw new ParleyError('TOKEN_MISSING');
    this.#running = true;
    const { tabs, leader, connection } = this.#parts;
    this.#offTabs = tabs.subscribe((message) => this.#told(message));
    await leader.loadCache();
    // stop() may have come while the cache was read.
    if (!this.#running) return;
    this.#parts.cacheLoaded();
    leader.start();
    connection.start();
  };

  readonly stop = async (): Promise<void> => {
    if (!this.#running) return;
    this.#running = false;
    const { leader, sync, connection } = this.#parts;
    await leader.settled();
    // Said, not waited for: the next connection says it again.
    void sync.ackNow();
    connection.stop();
    // Whatever came in meanwhile is stored before another tab may write.
    await leader.settled();
    if (!this.#running) this.#halt();
  };

  readonly whenOnline = (timeoutMs = 30_000): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancels: Cancel[] = [];
      const settle = (run: () => void): void => {
        for (const cancel of cancels) cancel();
        run();
      };
      const look = (): void => {
        if (this.connection.getSnapshot().synced) settle(resolve);
        else if (this.me === null) {
          settle(() => reject(this.session.getSnapshot().reason ?? new ParleyError('TOKEN_MISSING')));
        }
      };
      const giveUp = (): void =>
        settle(() => reject(this.connection.getSnapshot().error ?? new ParleyError('UNAVAILABLE')));
      cancels.push(this.connection.subscribe(look), this.session.subscribe(look));
      cancels.push(this.#ports.clock.setTimeout(giveUp, timeoutMs));
      look();
    });

  readonly wake = (): void => this.#parts.connection.wake();
  readonly timeline = (conversationId: string): Timeline => this.#parts.timelines.get(conversationId);

  readonly send = (conversationId: string, text: string, extras: SendExtras = {}): string => {
    const content = { type: 'text' as const, text, ...extras };
    checkContent(content);
    const { sends, leader, timelines } = this.#parts;
    const pending = sends.make(conversationId, content);
    leader.send(pending);
    void timelines.peek(conversationId)?.showNewest();
    return pending.clientMsgId;
  };

  /**
   * Sends copies of messages to conversations, each on its own: one that refuses them stops no other. Asked again with the
   * same key, those that have them already stay as they are.
   */
  readonly forward = ({ from, to, merged, key = `f_${this.#ports.random.id()}` }: Forward): Promise<ForwardResult[]> =>
    Promise.all(
      to.map(async (conversationId) => {
        const body = { clientMsgId: `${key}_${conversationId}`, from: { ...from, seqs: [...from.seqs] }, merged };
        try {
          return { conversationId, sent: await this.rest.call('forward', { params: { conversationId }, body }) };
        } catch (error) {
          return { conversationId, error: toParleyError(error) };
        }
      }),
    );

  readonly whenSent = (clientMsgId: string): Promise<MessageSent> =>
    this.#parts.waiters.wait(clientMsgId, this.#parts.sends.get(clientMsgId));

  readonly retry = (clientMsgId: string): void => this.#parts.leader.retry(clientMsgId);
  readonly discard = (clientMsgId: string): void => this.#parts.leader.discard(clientMsgId);

  readonly markRead = (conversationId: string, seq: number): void => {
    const { reads, leader } = this.#parts;
    if (reads.show(conversationId, seq)) leader.read(conversationId, seq);
  };

  readonly typing = (conversationId: string): void => void this.#parts.signals.typed(conversationId);
  readonly typers = (conversationId: string): Store<readonly string[]> => this.#parts.signals.typers(conversationId);
  readonly askPresence = (userIds: readonly string[]): Promise<void> => this.#parts.signals.askPresence(userIds);
  readonly watch = (conversationIds: readonly string[]): void => this.#parts.watching.set(conversationIds);

  readonly findUsers = async (query: string, limit = 20): Promise<UserSummary[]> =>
    (await this.rest.call('findUsers', { query: { query, limit } })).users;

  readonly openDirect = (userId: string): Promise<ChatListItem> =>
    this.#changed(this.rest.call('createConversation', { body: { kind: 'direct', userId } }));

  readonly createGroup = ({ name, userIds, key = `g_${this.#ports.random.id()}` }: NewGroup): Promise<ChatListItem> =>
    this.#changed(this.rest.call('createConversation', { body: { kind: 'group', key, name, userIds: [...userIds] } }));
  readonly members = (conversationId: string, after?: string): Promise<MemberPage> =>
    this.rest.call('members', { params: { conversationId }, query: after === undefined ? {} : { after } });
  readonly addMembers = (conversationId: string, userIds: readonly string[]): Promise<ChatListItem> =>
    this.#changed(this.rest.call('addMembers', { params: { conversationId }, body: { userIds: [...userIds] } }));
  readonly removeMember = (conversationId: string, userId: string): Promise<ChatListItem> =>
    this.#changed(this.rest.call('removeMember', { params: { conversationId, userId } }));
  readonly changeRole = (conversationId: string, userId: string, role: MemberRole): Promise<ChatListItem> =>
    this.#changed(this.rest.call('changeRole', { params: { conversationId, userId }, body: { role } }));
  readonly renameGroup = (conversationId: string, name: string): Promise<ChatListItem> =>
    this.#changed(this.rest.call('renameGroup', { params: { conversationId }, body: { name } }));
  /** The entry that takes it off the list follows. */
  readonly leaveGroup = async (conversationId: string): Promise<void> => {
    await this.rest.call('leaveGroup', { params: { conversationId } });
  };

  readonly devices = async (): Promise<Device[]> => (await this.rest.call('devices', {})).devices;
  readonly revokeDevice = async (deviceId: string): Promise<void> => {
    await this.rest.call('revokeDevice', { params: { deviceId } });
  };

  readonly onMessage = (listener: (message: Message) => void): Cancel => this.#parts.listeners.onMessage(listener);
  readonly onWarning = (listener: (text: string, error?: unknown) => void): Cancel =>
    this.#parts.listeners.onWarning(listener);

  readonly request = <E extends ClientEvent>(event: E, payload: ClientPayload<E>): Promise<ClientAck<E>> =>
    this.#parts.connection.request(event, payload);

  /** The row that an act answers with, true as of the inbox place at which it was asked for. */
  async #changed(asked: Promise<ChatListItem>): Promise<ChatListItem> {
    const { cache, stamp } = this.#parts;
    const item = await asked;
    cache.applyItem(item, stamp);
    return item;
  }

  async #signedIn(signIn: () => Promise<Me>): Promise<Me> {
    const before = this.me;
    const me = await signIn();
    if (before?.userId !== me.userId || before.deviceId !== me.deviceId) this.#parts.forget();
    return me;
  }

  #told(message: TabMessage): void {
    const { auth, leader } = this.#parts;
    if (message.kind === 'session') auth.take({ value: message.token, expiresAt: message.expiresAt });
    else if (message.kind === 'signed-out') {
      void this.#signedOut(message.reason === null ? null : ParleyError.fromWire(message.reason), false);
    } else void leader.told(message);
  }

  /** The sign-in is over: nothing of it stays on this device. */
  async #signedOut(reason: ParleyError | null, tellTabs: boolean): Promise<void> {
    if (this.me === null) return;
    const { auth, tabs } = this.#parts;
    auth.forget(reason);
    if (tellTabs) tabs.post({ kind: 'signed-out', reason: reason?.toWire() ?? null });
    this.#running = false;
    this.#halt();
    this.#parts.forget();
    // What is still being written would be written after the wipe.
    await this.#parts.idle();
    await this.#ports.storage.clear();
  }

  #halt(): void {
    this.#parts.halt();
    this.#offTabs();
  }
}
