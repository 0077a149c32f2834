import {
  type ChatListItem,
  type ClientAck,
  type ClientEvent,
  type ClientPayload,
  type Device,
  type Me,
  type Message,
  type MessageSent,
  ParleyError,
  type Personal,
  type PersonalChange,
  type PreferencesChange,
  type Session,
  type SyncCursor,
  type UserSummary,
} from '@parley/contract';
import { checkContent, isHidden, isMarkedUnread } from '@parley/core';
import type { LoginInput, SessionMode, SessionSnapshot, SetupInput } from './auth.js';
import type { PresenceMap } from './cache/presence.js';
import type { ChatListSnapshot, ChatRow } from './chat-list.js';
import type { PeerNames } from './chat-list-store.js';
import type { ConnectionSnapshot } from './connection.js';
import type { DeviceList } from './device-list.js';
import { type Forward, type ForwardResult, forwardTo } from './forward.js';
import { GroupActs } from './group-acts.js';
import type { NewChannel, NewGroup, SendExtras } from './inputs.js';
import { MessageActs } from './message-acts.js';
import type { NicknameMap } from './nicknames.js';
import { Parts } from './parts.js';
import type { PeopleMap } from './people.js';
import type { Cancel, Ports } from './ports.js';
import type { Readers } from './readers.js';
import type { RestClient } from './rest.js';
import type { Notifications } from './notifications.js';
import type { OwnPreferences } from './preferences.js';
import type { OwnPresence } from './own-presence.js';
import type { SavedSnapshot } from './saved.js';
import type { ScheduledSnapshot } from './scheduled.js';
import { ScheduledActs } from './scheduled-acts.js';
import type { Store } from './store.js';
import type { Thread } from './open-thread.js';
import type { ThreadsSnapshot } from './threads.js';
import { placeOf } from './thread-at.js';
import type { TabMessage } from './tabs.js';
import type { Timeline } from './timeline-view.js';
import { whenOnline } from './when-online.js';

export type ParleyClientOptions = {
  readonly ports: Ports;
  /** Where the refresh token lives: `cookie` in browsers, `token` (default) everywhere else. */
  readonly session?: SessionMode;
};

/** One signed-in device: see the README of this package for every member. */
export class ParleyClient {
  readonly #ports: Ports;
  readonly #parts: Parts;
  /** Acts on groups and channels. */
  readonly groups: GroupActs;
  readonly editMessage: MessageActs['edit'];
  readonly recallMessage: MessageActs['recall'];
  readonly react: MessageActs['react'];
  readonly pinMessage: MessageActs['pin'];
  readonly pinnedMessages: MessageActs['pinned'];
  readonly messageVersions: MessageActs['versions'];
  /** Gone on all my devices: the entry that says so follows. */
  readonly hideMessages: MessageActs['hide'];
  readonly saveMessage: MessageActs['save'];
  readonly schedule: ScheduledActs['schedule'];
  readonly changeScheduled: ScheduledActs['change'];
  readonly sendScheduled: ScheduledActs['send'];
  readonly cancelScheduled: ScheduledActs['cancel'];
  #running = false;
  #offTabs: Cancel = () => undefined;

  constructor({ ports, session = 'token' }: ParleyClientOptions) {
    this.#ports = ports;
    this.#parts = new Parts(ports, session);
    const { rest, scheduled } = this.#parts;
    this.groups = new GroupActs(rest, (asked) => this.#changed(asked));
    const acted = (asked: Promise<Message>): Promise<Message> => this.#acted(asked);
    const messages = new MessageActs({ rest, acted, savedChanged: () => this.#parts.saved.changed() });
    this.editMessage = messages.edit;
    this.recallMessage = messages.recall;
    this.react = messages.react;
    this.pinMessage = messages.pin;
    this.pinnedMessages = messages.pinned;
    this.messageVersions = messages.versions;
    this.hideMessages = messages.hide;
    this.saveMessage = messages.save;
    const later = new ScheduledActs({ rest, random: ports.random, scheduled });
    this.schedule = later.schedule;
    this.changeScheduled = later.change;
    this.sendScheduled = later.send;
    this.cancelScheduled = later.cancel;
    this.#parts.auth.onEnded = (reason) => void this.#signedOut(reason, true);
  }

  /** The server's time, in milliseconds since 1970, as far as this device knows it. What ends is compared with this. */
  get now(): () => number {
    return this.#parts.serverClock.now;
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

  get peerNames(): Store<PeerNames> {
    return this.#parts.chatList.peerNames;
  }

  get channels(): Store<ReadonlySet<string>> {
    return this.#parts.chatList.channels;
  }

  get presence(): Store<PresenceMap> {
    return this.#parts.signals.presence;
  }

  /** Those who speak in groups, by id, as far as they are known. */
  get people(): Store<PeopleMap> {
    return this.#parts.people.store;
  }

  /** When I want to be notified, on which device, and why I was or was not. */
  get notifications(): Omit<Notifications, 'apply' | 'clear' | 'ready'> {
    return this.#parts.notifications;
  }

  /** How others see me, and what this device says of itself. */
  get ownPresence(): Pick<OwnPresence, 'subscribe' | 'getSnapshot' | 'set' | 'used' | 'on'> {
    return this.#parts.ownPresence;
  }

  /** How I like my client, on whichever device I set it. */
  get preferences(): Pick<OwnPreferences, 'subscribe' | 'getSnapshot'> {
    return this.#parts.preferences;
  }

  /** How many have read a message, and who. */
  get readers(): Pick<Readers, 'count' | 'page' | 'show'> {
    return this.#parts.readers;
  }

  /** Where I am signed in; loads when somebody looks. */
  get deviceList(): Omit<DeviceList, 'ready' | 'clear'> {
    return this.#parts.devices;
  }

  /** The messages that I saved; loads when somebody looks. */
  get saved(): Store<SavedSnapshot> & { loadMore(): Promise<void> } {
    return this.#parts.saved;
  }

  /** My scheduled messages that were not sent yet; loads when somebody looks. */
  get scheduled(): Store<ScheduledSnapshot> {
    return this.#parts.scheduled;
  }

  /** The threads that I follow, and how many of them have something unread. */
  get threads(): Store<ThreadsSnapshot> & { loadMore(): Promise<void>; refresh(): Promise<void> } {
    return this.#parts.threads;
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

  readonly whenOnline = (timeoutMs = 30_000): Promise<void> => whenOnline(this, this.#ports.clock, timeoutMs);

  readonly wake = (): void => this.#parts.connection.wake();
  /** The thread of a message: the same object for the same one while somebody looks. */
  readonly thread = (conversationId: string, seq: number): Thread =>
    this.#parts.openThreads.get({ conversationId, seq });
  readonly row = (conversationId: string): Store<ChatRow | null> => this.#parts.chatList.row(conversationId);
  readonly timeline = (conversationId: string): Timeline => this.#parts.timelines.get(conversationId);

  readonly send = (conversationId: string, text: string, extras: SendExtras = {}): string => {
    const content = { type: 'text' as const, text, ...extras };
    checkContent(content);
    const { sends, leader, timelines } = this.#parts;
    const pending = sends.make(conversationId, content);
    // What is sent is not waiting to be sent; said first, so that it is stored no later.
    this.setDraft(conversationId, '', content.thread?.seq);
    leader.send(pending);
    if (content.thread === undefined) void timelines.peek(conversationId)?.showNewest();
    return pending.clientMsgId;
  };

  /** Sends copies of messages to conversations, each on its own: one that refuses them stops no other. */
  readonly forward = (what: Forward): Promise<ForwardResult[]> =>
    forwardTo(this.rest, { key: `f_${this.#ports.random.id()}`, ...what });

  readonly whenSent = (clientMsgId: string): Promise<MessageSent> =>
    this.#parts.waiters.wait(clientMsgId, this.#parts.sends.get(clientMsgId));

  readonly retry = (clientMsgId: string): void => this.#parts.leader.retry(clientMsgId);
  readonly discard = (clientMsgId: string): void => this.#parts.leader.discard(clientMsgId);

  readonly markRead = (conversationId: string, seq: number): void => {
    const { listeners, cache } = this.#parts;
    const { personal, readSeq } = cache.chat(conversationId);
    if (isMarkedUnread(personal, readSeq)) {
      const told = this.setPersonal(conversationId, { unreadSeq: null });
      told.catch((error: unknown) => listeners.warn('the mark could not be taken off', error));
    }
    this.#parts.read(conversationId, seq);
  };

  /** Pins, mutes, hides or marks it, for me alone and on all my devices. */
  readonly setPersonal = async (conversationId: string, change: PersonalChange): Promise<Personal> => {
    const personal = await this.rest.call('personal', { params: { conversationId }, body: change });
    this.#parts.cache.applyPersonal(conversationId, personal);
    return personal;
  };

  /** Gone from the list until something is said there, or I look for it. */
  readonly hide = (conversationId: string): Promise<Personal> =>
    this.setPersonal(conversationId, { hiddenSeq: this.#parts.cache.chat(conversationId).head.seq });

  readonly markUnread = (conversationId: string): Promise<Personal> =>
    this.setPersonal(conversationId, { unreadSeq: this.#parts.cache.chat(conversationId).readSeq });

  /** What was typed there and not sent, here or on another device. */
  readonly draft = (conversationId: string, thread?: number): string =>
    this.#parts.drafts.of(placeOf(conversationId, thread));

  /** What is being typed there, with every keystroke; it is on my other devices within seconds. */
  readonly setDraft = (conversationId: string, text: string, thread?: number): void => {
    const { drafts, leader } = this.#parts;
    const place = placeOf(conversationId, thread);
    const draft = drafts.show(place, text);
    if (draft !== null) leader.draft(place, draft);
  };

  /** Shows at once, is told as soon as there is a connection; what is left out stays. */
  readonly setPreferences = (change: PreferencesChange): void => {
    const { preferences, leader } = this.#parts;
    preferences.show(change);
    leader.prefer(change);
  };

  readonly typing = (conversationId: string): void => void this.#parts.signals.typed(conversationId);
  readonly typers = (conversationId: string): Store<readonly string[]> => this.#parts.signals.typers(conversationId);
  /** What those who speak in a group are called there. */
  readonly nicknames = (conversationId: string): Store<NicknameMap> => this.#parts.nicknames.of(conversationId);
  readonly askPresence = (userIds: readonly string[]): Promise<void> => this.#parts.signals.askPresence(userIds);
  readonly lookAt = (userIds: readonly string[]): Cancel => this.#parts.looking.look(userIds);
  readonly watch = (conversationIds: readonly string[]): void => this.#parts.watching.set(conversationIds);

  readonly findUsers = async (query: string, limit = 20): Promise<UserSummary[]> =>
    (await this.rest.call('findUsers', { query: { query, limit } })).users;

  /** One that was hidden is looked for, so it comes back. */
  readonly openDirect = async (userId: string): Promise<ChatListItem> => {
    const item = await this.#changed(this.rest.call('createConversation', { body: { kind: 'direct', userId } }));
    if (!isHidden(item.personal, item.head.seq)) return item;
    return { ...item, personal: await this.setPersonal(item.conversationId, { hiddenSeq: null }) };
  };

  readonly createGroup = ({ name, userIds, key = this.#newKey() }: NewGroup): Promise<ChatListItem> =>
    this.#changed(this.rest.call('createConversation', { body: { kind: 'group', key, name, userIds: [...userIds] } }));
  readonly createChannel = ({ userIds, key = this.#newKey(), ...channel }: NewChannel): Promise<ChatListItem> =>
    this.#changed(
      this.rest.call('createConversation', { body: { kind: 'channel', key, userIds: [...userIds], ...channel } }),
    );

  readonly devices = async (): Promise<Device[]> => (await this.rest.call('devices', {})).devices;
  readonly revokeDevice = async (deviceId: string): Promise<void> => {
    await this.rest.call('revokeDevice', { params: { deviceId } });
  };

  readonly onMessage = (listener: (message: Message) => void): Cancel => this.#parts.listeners.onMessage(listener);
  readonly onWarning = (listener: (text: string, error?: unknown) => void): Cancel =>
    this.#parts.listeners.onWarning(listener);

  readonly request = <E extends ClientEvent>(event: E, payload: ClientPayload<E>): Promise<ClientAck<E>> =>
    this.#parts.connection.request(event, payload);

  #newKey(): string {
    return `g_${this.#ports.random.id()}`;
  }

  /** The row that an act answers with, true as of the inbox place at which it was asked for. */
  async #changed(asked: Promise<ChatListItem>): Promise<ChatListItem> {
    const { cache, stamp } = this.#parts;
    const item = await asked;
    cache.applyItem(item, stamp);
    return item;
  }

  /** The message that an act answers with. */
  async #acted(asked: Promise<Message>): Promise<Message> {
    const message = await asked;
    this.#parts.cache.applyActed(message);
    return message;
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
