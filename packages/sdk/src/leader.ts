import { type Draft, type Message, type PreferencesChange, type SyncCursor, ParleyError } from '@parley/contract';
import type { Cache } from './cache.js';
import type { PendingSend } from './cache/pending.js';
import type { ChatListLoader } from './chat-list-loader.js';
import type { Drafts } from './drafts.js';
import type { PendingSends } from './pending-sends.js';
import type { People } from './people.js';
import type { Persistence } from './persistence.js';
import type { Cancel, Ports } from './ports.js';
import type { OwnPreferences } from './preferences.js';
import type { Reads } from './reads.js';
import type { ServerClock } from './server-clock.js';
import { batch } from './store.js';
import { storeAll } from './store-all.js';
import type { SyncEngine } from './sync-engine.js';
import { requestId, type TabRequest } from './tab-requests.js';
import type { TabChannel, TabMessage } from './tabs.js';
import type { FollowedThreads } from './threads.js';
import type { Warn } from './warn.js';

type Deps = {
  readonly ports: Ports;
  readonly tabs: TabChannel;
  readonly persistence: Persistence;
  readonly cache: Cache;
  readonly sends: PendingSends;
  readonly reads: Reads;
  readonly drafts: Drafts;
  readonly preferences: OwnPreferences;
  readonly serverClock: ServerClock;
  readonly people: People;
  readonly threads: Pick<FollowedThreads, 'showStored'>;
  readonly sync: SyncEngine;
  readonly lists: ChatListLoader;
  readonly warn: Warn;
  readonly lockName: () => string;
};

type NewRequest = TabRequest extends infer R ? (R extends TabRequest ? Omit<R, 'id'> : never) : never;

/**
 * Which tab of the device writes. Only the one that holds the lock stores the cache and the cursor and drains the
 * outgoing queue. The others leave rows in the table `requests`, which survive the death of either side, and poke.
 */
export class Leader {
  readonly #deps: Deps;
  /** Sends of this tab that were handed over and are not seen in the storage yet. */
  readonly #handedOver = new Map<string, PendingSend>();
  /** Those of them that were put there: found neither as a request nor in the queue, they are done with, or were taken back. */
  readonly #put = new Set<string>();
  #release: Cancel | null = null;
  #held = false;
  #generation = 0;
  readonly #asks: TabRequest[] = [];
  /** Requests of this tab that are being stored. */
  readonly #asking = new Set<Promise<unknown>>();
  #taking: Promise<void> | null = null;
  #takeAgain = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  get held(): boolean {
    return this.#held;
  }

  /** What the storage holds, into memory: the chat list is there at once, offline too. */
  async loadCache(): Promise<void> {
    const { persistence, cache, sync, lists, reads, serverClock, drafts, preferences, people, threads } = this.#deps;
    // The cursor first: what is read after it is at least as new.
    const cursor = await persistence.loadCursor();
    const metas = ['partial', 'reads', 'clock', 'drafts', 'people', 'threads', 'preferences'];
    const [chats, [partial, read, ahead, typed, met, followed, preferred]] = await Promise.all([
      persistence.loadChats(),
      Promise.all(metas.map((key) => persistence.loadMeta(key))),
      this.#showStoredSends(),
    ]);
    // Told of at once: the list never shows as unread what was read, or without what was typed.
    batch(() => {
      cache.load(chats);
      if (sync.cursor === null) sync.startFrom(cursor);
      lists.startFrom(partial);
      reads.showStored(read);
      serverClock.showStored(ahead);
      drafts.showStored(typed);
      preferences.showStored(preferred);
      people.showStored(met);
      threads.showStored(followed);
    });
    if (cursor === null && chats.length === 0) lists.askEarly();
  }

  start(): void {
    const generation = ++this.#generation;
    this.#release ??= this.#deps.ports.lock.hold(this.#deps.lockName(), () => {
      if (generation === this.#generation) void this.#takeOver(generation);
    });
  }

  /** Resolves when nothing of this tab is on its way to the storage. */
  async settled(): Promise<void> {
    await Promise.all(this.#asking);
    await this.#deps.persistence.flushed();
  }

  stop(): void {
    this.#generation += 1;
    this.#held = false;
    this.#deps.sends.stopDraining();
    this.#deps.reads.stopReporting();
    this.#deps.drafts.clear();
    this.#deps.preferences.stopTelling();
    this.#deps.persistence.disable();
    this.#release?.();
    this.#release = null;
    this.#handedOver.clear();
    this.#put.clear();
  }

  send(pending: PendingSend): void {
    const { sends } = this.#deps;
    // What this tab handed over before it took the lock goes first.
    if (this.#held && this.#handedOver.size === 0) {
      sends.add(pending);
      return this.tellSends([]);
    }
    sends.showOne(pending);
    this.#handedOver.set(pending.clientMsgId, pending);
    this.#ask({ kind: 'send', pending });
  }

  retry(clientMsgId: string): void {
    if (!this.#held) return this.#ask({ kind: 'retry', clientMsgId });
    this.#deps.sends.retry(clientMsgId);
    this.tellSends([]);
  }

  discard(clientMsgId: string): void {
    if (!this.#held) return this.#ask({ kind: 'discard', clientMsgId });
    this.#deps.sends.discard(clientMsgId);
    this.tellSends([]);
  }

  read(place: string, upTo: number): void {
    if (this.#held) this.#deps.reads.report(place, upTo);
    else this.#ask({ kind: 'read', place, upTo });
  }

  draft(place: string, draft: Draft): void {
    if (this.#held) this.#deps.drafts.tell(place, draft);
    else this.#ask({ kind: 'draft', place, draft });
  }

  prefer(change: PreferencesChange): void {
    if (this.#held) this.#deps.preferences.tell(change);
    else this.#ask({ kind: 'preferences', change });
  }

  /** The other tabs show the queue from the storage: they are told when it is there. */
  tellSends(acked: readonly Message[]): void {
    const { persistence, tabs } = this.#deps;
    if (!this.#held) return;
    void persistence.flushed().then(() => tabs.post({ kind: 'sends', acked }));
  }

  async told(message: TabMessage): Promise<void> {
    if (message.kind === 'requests') return this.takeRequests();
    if (message.kind !== 'sends' || this.#held) return;
    for (const acked of message.acked) {
      this.#seen(acked.clientMsgId);
      // Over a connection that the tabs share it is pushed to none of them.
      this.#deps.sync.acked();
      this.#deps.cache.applyPart(acked.conversationId, { messages: [acked] }, true);
    }
    const generation = this.#generation;
    await this.#showStoredSends(() => generation === this.#generation && !this.#held);
  }

  /** Does what other tabs asked for; one row after the other, each with its effect in one transaction. */
  takeRequests(): Promise<void> {
    this.#takeAgain = true;
    this.#taking ??= this.#take().finally(() => {
      this.#taking = null;
    });
    return this.#taking;
  }

  async #takeOver(generation: number): Promise<void> {
    const { persistence, cache, lists, sync, sends, reads, drafts, preferences } = this.#deps;
    const cursor: SyncCursor | null = await persistence.loadCursor();
    const [chats, stored, storedReads, storedDrafts, preferred] = await Promise.all([
      persistence.loadChats(),
      persistence.loadSends(),
      persistence.loadMeta('reads'),
      persistence.loadMeta('drafts'),
      persistence.loadMeta('preferences'),
    ]);
    if (generation !== this.#generation) return;
    this.#held = true;
    persistence.enable(cursor);
    if (cursor === null && sync.listed) {
      // Nothing is stored that could be gone on from, and all of it is here.
      storeAll(cache, persistence);
      lists.store();
      sync.startFromList();
    } else {
      cache.load(chats);
      sync.startFrom(cursor);
    }
    reads.startReporting(storedReads);
    drafts.startTelling(storedDrafts);
    preferences.startTelling(preferred);
    // In the queue: nobody told of it here, as the tab that put it there is gone.
    for (const { clientMsgId } of stored) this.#seen(clientMsgId);
    sends.show([...stored, ...this.#handedOver.values()]);
    sends.startDraining(stored);
    void this.takeRequests().then(() => {
      sends.leave([...this.#put]);
      this.#put.forEach((clientMsgId) => this.#seen(clientMsgId));
    });
    sync.pull();
  }

  async #take(): Promise<void> {
    while (this.#takeAgain && this.#held) {
      this.#takeAgain = false;
      const requests = await this.#deps.persistence.loadRequests();
      if (!this.#held || requests.length === 0) continue;
      for (const request of requests) this.#do(request);
      await this.#deps.persistence.flushed();
      this.tellSends([]);
    }
  }

  #do(request: TabRequest): void {
    const { persistence, sends, reads, drafts, preferences } = this.#deps;
    // Said in one go with its effect, so stored in one transaction with it.
    persistence.write({ table: 'requests', remove: request.id });
    switch (request.kind) {
      case 'send':
        this.#seen(request.pending.clientMsgId);
        return sends.add(request.pending);
      case 'retry':
        return sends.retry(request.clientMsgId);
      case 'discard':
        return sends.discard(request.clientMsgId);
      case 'read':
        return reads.report(request.place, request.upTo);
      case 'draft':
        return drafts.tell(request.place, request.draft);
      case 'preferences':
        return preferences.tell(request.change);
      default:
        return missingCase(request);
    }
  }

  /** What is asked for in one go is stored in one transaction: a send, and that it is no draft any more. */
  #ask(request: NewRequest): void {
    const { ports, sends } = this.#deps;
    this.#asks.push({ ...request, id: requestId(sends.nextOrder(), ports.random.id()) });
    if (this.#asks.length > 1) return;
    const stored = Promise.resolve().then(() => this.#storeAsks(this.#asks.splice(0)));
    this.#asking.add(stored);
    void stored.finally(() => this.#asking.delete(stored));
  }

  async #storeAsks(rows: readonly TabRequest[]): Promise<void> {
    const { ports, tabs, warn } = this.#deps;
    try {
      await ports.storage.write(rows.map((row) => ({ table: 'requests', put: row.id, value: row })));
    } catch (error) {
      return warn('a request to the leading tab could not be stored', error);
    }
    for (const row of rows) {
      if (row.kind === 'send' && this.#handedOver.has(row.pending.clientMsgId)) this.#put.add(row.pending.clientMsgId);
    }
    // This tab may have become the one that holds the lock meanwhile.
    if (this.#held) void this.takeRequests();
    else tabs.post({ kind: 'requests' });
  }

  #seen(clientMsgId: string): void {
    this.#handedOver.delete(clientMsgId);
    this.#put.delete(clientMsgId);
  }

  async #showStoredSends(stillWanted: () => boolean = () => true): Promise<void> {
    const { persistence, sends } = this.#deps;
    const put = [...this.#put];
    // Requests first: what moves from there to the queue in between is then seen twice, never lost.
    const requests = await persistence.loadRequests();
    const stored = await persistence.loadSends();
    if (!stillWanted()) return;
    const asked = requests.flatMap((request) => (request.kind === 'send' ? [request.pending] : []));
    for (const clientMsgId of [...put, ...[...asked, ...stored].map((send) => send.clientMsgId)])
      this.#seen(clientMsgId);
    const all = new Map([...this.#handedOver.values(), ...asked, ...stored].map((send) => [send.clientMsgId, send]));
    sends.show([...all.values()]);
  }
}

function missingCase(request: never): never {
  throw new ParleyError('INTERNAL', { cause: `no such request: ${JSON.stringify(request)}` });
}
