import {
  type Heads,
  type Message,
  ParleyError,
  SystemContent,
  type SystemEvent,
  type TimelineFrame,
} from '@parley/contract';
import type { OwnEntry } from './apply-event.js';
import { Auth, type SessionMode } from './auth.js';
import { Cache, type CacheListener } from './cache.js';
import { ChatListLoader } from './chat-list-loader.js';
import { ChatList } from './chat-list-store.js';
import { Connection, type ConnectionEvents } from './connection.js';
import { DeviceList } from './device-list.js';
import { Drafts } from './drafts.js';
import { Leader } from './leader.js';
import { Listeners } from './listeners.js';
import { Nicknames } from './nicknames.js';
import { OpenThreads } from './open-threads.js';
import { PendingSends, type SendsListener } from './pending-sends.js';
import { People } from './people.js';
import { Persistence } from './persistence.js';
import { Places } from './places.js';
import type { Ports } from './ports.js';
import { Readers } from './readers.js';
import { Reads } from './reads.js';
import { RestClient } from './rest.js';
import { RowFetcher } from './rows.js';
import { Looking } from './looking.js';
import { Notifications } from './notifications.js';
import { OwnPreferences } from './preferences.js';
import { OwnPresence } from './own-presence.js';
import { SavedMessages } from './saved.js';
import { ScheduledMessages } from './scheduled.js';
import { messageOf } from './sent-message.js';
import { SentWaiters } from './sent-waiters.js';
import { ServerClock } from './server-clock.js';
import { Signals } from './signals.js';
import { SyncEngine } from './sync-engine.js';
import { TabChannel } from './tabs.js';
import { type ThreadAt, placeOf } from './thread-at.js';
import { ThreadStates } from './thread-states.js';
import { FollowedThreads } from './threads.js';
import { Timelines } from './timelines.js';
import { Watching } from './watching.js';

const NOBODY = '0';
/** Messages that were told to the listeners and are not told again. */
const HEARD = 1_000;

/** The parts of a client and what they tell each other; the client itself only offers them to its user. */
export class Parts {
  readonly tabs: TabChannel;
  readonly auth: Auth;
  readonly rest: RestClient;
  readonly persistence: Persistence;
  readonly cache: Cache;
  readonly connection: Connection;
  readonly sync: SyncEngine;
  readonly sends: PendingSends;
  readonly reads: Reads;
  readonly drafts: Drafts;
  readonly serverClock: ServerClock;
  readonly rows: RowFetcher;
  readonly signals: Signals;
  readonly people: People;
  readonly nicknames: Nicknames;
  readonly leader: Leader;
  readonly timelines: Timelines;
  readonly notifications: Notifications;
  readonly ownPresence: OwnPresence;
  readonly preferences: OwnPreferences;
  readonly looking: Looking;
  readonly readers: Readers;
  readonly devices: DeviceList;
  readonly saved: SavedMessages;
  readonly scheduled: ScheduledMessages;
  readonly watching: Watching;
  readonly openThreads: OpenThreads;
  readonly threads: FollowedThreads;
  readonly threadStates: ThreadStates;
  readonly waiters = new SentWaiters();
  readonly listeners = new Listeners();
  readonly chatList = new ChatList({
    chat: (conversationId) => this.cache.chats.get(conversationId),
    sends: (conversationId) => this.sends.of(conversationId),
    myId: () => this.auth.me?.userId ?? NOBODY,
    now: () => this.serverClock.now(),
  });
  readonly #heard = new Set<string>();

  constructor(ports: Ports, session: SessionMode) {
    const { storage, transport, clock, random } = ports;
    const { warn } = this.listeners;
    const myId = (): string => this.auth.me?.userId ?? NOBODY;
    this.tabs = new TabChannel(ports.channel);
    this.auth = new Auth(ports, session, this.tabs);
    this.rest = new RestClient(transport, this.auth);
    this.persistence = new Persistence({ storage, clock, warn });
    const { auth, rest, tabs, persistence } = this;
    this.cache = new Cache({ persistence, myId, listener: this.#cacheListener() });
    this.connection = new Connection({ auth, transport, clock, random, warn }, this.#connectionEvents());
    const { cache, connection } = this;
    const isLeader = (): boolean => this.leader.held;
    const lists = new ChatListLoader({ rest, cache, persistence, clock, random });
    const headsTold = (heads: readonly Heads[]): void => heads.forEach((head) => this.#headTold(head));
    this.sync = new SyncEngine({ connection, lists, cache, persistence, clock, random, warn, isLeader, headsTold });
    const { sync } = this;
    const listener = this.#sendsListener();
    this.sends = new PendingSends({ connection, persistence, clock, random, listener, cursors: sync });
    this.threadStates = new ThreadStates({ myId, changed: (at) => this.#threadChanged(at) });
    const states = this.threadStates;
    const places = new Places({ cache, states, rest, connection });
    this.reads = new Reads({ places, connection, persistence, clock, random });
    const isOnline = (): boolean => connection.online;
    this.serverClock = new ServerClock({ clock, persistence });
    this.drafts = new Drafts({ places, persistence, clock, serverClock: this.serverClock, random, isOnline });
    const { sends, reads, drafts } = this;
    const stamp = (): number => sync.cursor?.inboxSeq ?? 0;
    this.rows = new RowFetcher({ cache, rest, clock, random, isOnline, stamp });
    this.people = new People({ persistence, rest, clock, random, isOnline });
    this.nicknames = new Nicknames({ cache, rest, clock, random, isOnline });
    this.signals = new Signals({
      ...{ cache, connection, clock, warn, myId },
      headTold: (head) => this.#headHinted(head),
      readTold: (conversationId, readSeq) => this.readers.moved(conversationId, readSeq),
    });
    const threadsWatched = (conversationId: string): ReadonlySet<number> => this.openThreads.watchedIn(conversationId);
    const timelineDeps = { cache, sends, persistence, connection, rest, clock, random, myId, threadsWatched };
    this.timelines = new Timelines(timelineDeps);
    this.notifications = new Notifications(rest);
    this.ownPresence = new OwnPresence({ rest, clock, beat: () => connection.beat() });
    this.preferences = new OwnPreferences({ rest, persistence, clock, random, isOnline, warn });
    this.looking = new Looking({ connection, clock, warn, told: (presence) => this.signals.told(presence) });
    this.devices = new DeviceList(rest, clock);
    this.readers = new Readers({
      ...{ rest, clock, random, isOnline },
      met: (userIds) => this.people.want(userIds),
      chose: async (shown) => {
        const { receipts } = auth.me ?? {};
        if (receipts !== undefined) await auth.change({ receipts: { ...receipts, shown } });
      },
    });
    this.saved = new SavedMessages(rest);
    this.scheduled = new ScheduledMessages({ rest, clock, random });
    this.watching = new Watching({ connection, rows: this.rows, headsTold, warn });
    const { timelines, watching } = this;
    const read = (at: ThreadAt, ord: number): void => this.read(placeOf(at.conversationId, at.seq), ord);
    this.openThreads = new OpenThreads({ ...timelineDeps, timelines, states, watching, read });
    const met = (message: Message): void => this.#meet(message);
    this.threads = new FollowedThreads({ rest, states, persistence, clock, random, met, isOnline });
    const lockName = (): string => `parley.device.${auth.me?.deviceId ?? ''}`;
    const { people, serverClock, threads, preferences } = this;
    this.leader = new Leader({
      ports,
      tabs,
      persistence,
      cache,
      sends,
      reads,
      drafts,
      preferences,
      serverClock,
      people,
      threads,
      lists,
      sync,
      warn,
      lockName,
    });
  }

  /** The inbox place up to which what is asked for now is certainly true. */
  get stamp(): number {
    return this.sync.cursor?.inboxSeq ?? 0;
  }

  /** I saw what stands in a conversation or a thread up to there. */
  read(place: string, upTo: number): void {
    if (this.reads.show(place, upTo)) this.leader.read(place, upTo);
  }

  /** The storage was read: an empty list now means that there is none, unless nothing was ever synced. */
  cacheLoaded(): void {
    if (this.sync.cursor !== null) this.chatList.setLoaded(true);
  }

  halt(): void {
    this.connection.stop();
    this.sync.stop();
    this.rows.clear();
    this.leader.stop();
    this.timelines.stop();
    this.openThreads.stop();
    this.threads.stop();
  }

  /** Resolves when nothing of this tab is on its way to the storage. */
  async idle(): Promise<void> {
    await this.leader.settled();
    await this.persistence.idle();
  }

  /** Forgets everything of the user who was signed in. */
  forget(): void {
    this.persistence.disable();
    this.sync.clear();
    this.sends.clear();
    this.reads.clear();
    this.drafts.clear();
    this.cache.clear();
    this.waiters.clear();
    this.watching.clear();
    this.signals.down();
    this.people.clear();
    this.nicknames.clear();
    this.timelines.clear();
    this.threadStates.clear();
    this.openThreads.clear();
    this.threads.clear();
    this.notifications.clear();
    this.ownPresence.clear();
    this.preferences.clear();
    this.readers.clear();
    this.devices.clear();
    this.saved.clear();
    this.scheduled.clear();
    this.chatList.setLoaded(false);
  }

  /** Whose names a message shows; in a direct chat the row has them. */
  #meet({ conversationId, senderId, content, replies }: Message): void {
    if (this.cache.chat(conversationId).base?.kind === 'direct') return;
    const system = SystemContent.safeParse(content);
    const told = system.success ? peopleOf(system.data.system) : [];
    this.people.want([senderId, ...told, ...(replies?.userIds ?? [])]);
  }

  /** What was said and changed in a read-mode conversation that is watched. */
  #said({ head, messages, changes }: TimelineFrame): void {
    this.cache.applyPart(head.conversationId, { messages }, true);
    for (const change of changes) this.cache.applyChange(change);
    this.cache.applyTold(head);
    this.cache.applyHead(head.conversationId, head);
  }

  /** By a sync, a heartbeat or the answer to `watch`: whoever holds the timeline finds out what it lacks. */
  #headTold(head: Heads): void {
    const { conversationId } = head;
    // What is new is pulled by who has the end of it on screen, and only by them.
    const atEnd = this.cache.timelines.get(conversationId)?.window?.high === null;
    if (!atEnd || !this.watching.has(conversationId)) this.cache.applyTold(head);
    this.cache.applyHead(conversationId, head);
    this.timelines.peek(conversationId)?.retryRepair();
  }

  /** As often as once a second, so only what somebody looks at is pulled; the rest when it is opened. */
  #headHinted(head: Heads): void {
    if (this.timelines.peek(head.conversationId)?.watched === true) return this.#headTold(head);
    this.cache.applyTold(head);
  }

  /** A message may be pushed twice: by the timeline, and as an entry to those whom it names. */
  #isNews({ messageId }: Message): boolean {
    if (this.#heard.has(messageId)) return false;
    this.#heard.add(messageId);
    const [oldest] = this.#heard;
    if (this.#heard.size > HEARD && oldest !== undefined) this.#heard.delete(oldest);
    return true;
  }

  #ownTold(entry: OwnEntry): void {
    if (entry.kind === 'notifications') this.notifications.apply(entry.settings);
    else if (entry.kind === 'status') this.ownPresence.apply(entry.status);
    else this.preferences.apply(entry.preferences);
  }

  #threadChanged(at: ThreadAt): void {
    this.openThreads.changed(at);
    this.threads.changed();
  }

  #sendsChanged(conversationId: string): void {
    this.chatList.touch(conversationId);
    this.timelines.peek(conversationId)?.changed();
  }

  #cacheListener(): CacheListener {
    return {
      chatChanged: (conversationId) => this.chatList.touch(conversationId),
      timelineChanged: (conversationId) => this.timelines.peek(conversationId)?.changed(),
      messageApplied: (message, fresh) => {
        this.signals.messageApplied(message);
        this.#meet(message);
        this.nicknames.messageApplied(message);
        this.threadStates.messageApplied(message);
        this.threads.messageApplied(message);
        if (fresh) this.readers.messageApplied(message);
        if (message.senderId === this.auth.me?.userId) {
          this.sends.confirm(message);
          this.waiters.sent(message);
        }
        if (fresh && this.#isNews(message)) this.listeners.message(message);
      },
      ownTold: (entry) => this.#ownTold(entry),
      savedChanged: () => this.saved.changed(),
      scheduledChanged: (entry) => this.scheduled.applyEntry(entry),
      threadTold: (entry) => {
        this.threadStates.apply(entry.thread);
        this.threads.applyEntry(entry);
      },
      gone: (conversationId, ranges) => this.threads.gone(conversationId, ranges),
      rowWanted: (conversationId) => this.rows.want(conversationId),
      replaced: () => {
        this.chatList.setLoaded(true);
        this.reads.showAgain();
        this.drafts.showAgain();
        this.preferences.replaced();
        this.ownPresence.replaced();
        this.notifications.replaced();
        this.timelines.beginAnew();
        this.openThreads.reset();
        if (this.connection.online) this.threads.ready();
      },
    };
  }

  #connectionEvents(): ConnectionEvents {
    return {
      ready: ({ serverTime, features }) => {
        this.serverClock.heard(serverTime);
        this.sync.ready(features.includes('ledger'));
        this.sends.pump();
        this.reads.ready();
        this.drafts.ready();
        this.watching.ready();
        this.people.ready();
        this.notifications.ready();
        this.ownPresence.ready(features.includes('status'));
        this.preferences.ready(features.includes('preferences'));
        this.looking.ready(features.includes('status'));
        this.readers.ready();
        this.devices.ready();
        this.saved.changed();
        this.nicknames.ready();
        this.scheduled.ready();
        this.threads.ready();
        this.openThreads.ready();
        void this.rows.run();
        this.timelines.retryRepair();
      },
      frame: (frame) => this.sync.frame(frame),
      timeline: (frame) => this.#said(frame),
      signal: (payload) => this.signals.apply(payload),
      resync: () => this.sync.pull(),
      beat: () => ({ ...this.sync.said(), ...this.ownPresence.said() }),
      heartbeat: (answer, said) => {
        this.serverClock.heard(answer.serverTime);
        this.sync.told(said);
        this.sync.heartbeat(answer);
        answer.heads.forEach((head) => this.#headTold(head));
        void this.leader.takeRequests();
      },
      down: () => {
        this.sync.down();
        this.sends.down();
        this.signals.down();
        this.looking.down();
      },
    };
  }

  #sendsListener(): SendsListener {
    return {
      acked: ({ conversationId, clientMsgId, content }, sent, own) => {
        const senderId = this.auth.me?.userId ?? NOBODY;
        const message = messageOf(sent, { conversationId, clientMsgId, content, senderId });
        this.cache.applyPart(conversationId, { messages: [message] }, true);
        this.sync.acked();
        this.sync.own(own);
        // Who speaks in a thread has not read the flow.
        if (message.thread === undefined) this.reads.sent(conversationId, message.seq);
        this.leader.tellSends([message]);
      },
      changed: (conversationId) => this.#sendsChanged(conversationId),
      failed: (pending, error) => {
        this.waiters.failed(pending.clientMsgId, error);
        this.leader.tellSends([]);
      },
      leaving: () => this.leader.tellSends([]),
      discarded: ({ clientMsgId }) => this.waiters.failed(clientMsgId, new ParleyError('NOT_FOUND', { clientMsgId })),
    };
  }
}

function peopleOf(event: SystemEvent): readonly string[] {
  if ('userIds' in event) return event.userIds;
  return 'userId' in event ? [event.userId] : [];
}
