import {
  type ChatListItem,
  type ClientAck,
  type EventFrame,
  type Heads,
  type HeartbeatAnswer,
  type InboxEntry,
  LIMITS,
  type ParleyError,
  type SeenOfDeliveries,
  type SyncCursor,
} from '@parley/contract';
import {
  addPlaces,
  firstHole,
  holePatience,
  inboxAt,
  type InboxState,
  isPlaceKnown,
  settleHead,
  retryDelayMs,
  tellHead,
} from '@parley/core';
import { knownEntries } from './apply-event.js';
import type { Cache } from './cache.js';
import type { ChatListLoader, LoadedChatList } from './chat-list-loader.js';
import type { Connection } from './connection.js';
import { DeliveryLedger } from './delivery-ledger.js';
import { retryHintMs, toParleyError } from './errors.js';
import { inboxPages, PULL_LIMIT } from './inbox-pages.js';
import type { Persistence } from './persistence.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import { batch } from './store.js';
import type { Warn } from './warn.js';
import type { Loose } from './wire.js';

type Deps = {
  readonly connection: Pick<Connection, 'online' | 'request' | 'synced'>;
  readonly cache: Cache;
  readonly lists: ChatListLoader;
  readonly persistence: Persistence;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly warn: Warn;
  /** Heads of conversations that push nothing else. */
  readonly headsTold: (heads: readonly Heads[]) => void;
  /** Whether this tab writes the cache; only it acks the cursor. */
  readonly isLeader: () => boolean;
};

type Inbox = { readonly incarnation: string; readonly state: InboxState };

/**
 * Keeps the device's copy of its owner's inbox complete. Push is a hint, sync is truth: whatever looks like a hole is
 * pulled from the cursor, one pull at a time. docs/sync.md tells when and why.
 */
export class SyncEngine {
  readonly #deps: Deps;
  readonly #lists: ChatListLoader;
  readonly #ledger = new DeliveryLedger();
  #inbox: Inbox | null = null;
  /** From where this tab, not the storage, has the list. */
  #listedAt: SyncCursor | null = null;
  /** Frames that came before there was an inbox to put them in. */
  #early: Array<{ incarnation: string | null; places: readonly number[] }> = [];
  /** Own sends that were acked on this connection and whose inbox place was not told yet. */
  #untoldOwn = 0;
  #pulling = false;
  #pullAgain = false;
  #attempt = 0;
  /** Counts connections: what an older one answers is not waited for. */
  #generation = 0;
  #ackedSeq = -1;
  /** When the server was last told a cursor. */
  #toldAt = -Infinity;
  #holeTimer: { from: number; cancel: Cancel } | null = null;
  #retryTimer: Cancel = () => undefined;
  #ackTimer: Cancel | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#lists = deps.lists;
  }

  get cursor(): SyncCursor | null {
    return this.#inbox === null ? null : { incarnation: this.#inbox.incarnation, inboxSeq: this.#inbox.state.cursor };
  }

  get pulling(): boolean {
    return this.#pulling;
  }

  /**
   * Goes on from a stored cursor. A tab that takes over forgets what it knew beyond it, and beyond a hole: that is only
   * in its memory, so it is pulled again to be stored.
   */
  startFrom(stored: SyncCursor | null): void {
    const mine = this.cursor;
    if (stored === null) this.#inbox = null;
    else {
      const same = mine !== null && mine.incarnation === stored.incarnation;
      const inboxSeq = same ? Math.min(mine.inboxSeq, stored.inboxSeq) : stored.inboxSeq;
      this.#inbox = { incarnation: stored.incarnation, state: inboxAt(inboxSeq) };
    }
    this.#cursorMoved();
  }

  /** This tab has loaded the list, so it can be gone on from, too. */
  get listed(): boolean {
    return this.#listedAt !== null && this.#inbox !== null;
  }

  /** From where the list was read: what was pulled since is not stored, so it is pulled again. */
  startFromList(): void {
    this.startFrom(this.#listedAt);
  }

  /** `hears`: the server takes what this device saw of deliveries. */
  ready(hears: boolean): void {
    this.#ledger.ready(hears);
    this.#generation += 1;
    this.#pulling = false;
    this.#untoldOwn = 0;
    // A gateway that died may have taken the last ack with it.
    this.#ackedSeq = -1;
    if (this.#deps.isLeader()) this.#ackSoon();
    this.#attempt = 0;
    this.pull();
    this.#lists.ready();
  }

  down(): void {
    this.#generation += 1;
    this.#pulling = false;
    this.#retryTimer();
    this.#lists.down();
    this.#clearHoleTimer();
  }

  stop(): void {
    this.down();
    this.#ackTimer?.();
    this.#ackTimer = null;
  }

  clear(): void {
    this.stop();
    this.#lists.clear();
    this.#inbox = null;
    this.#listedAt = null;
    this.#early = [];
  }

  frame({ incarnation, entries, own = [] }: Loose<EventFrame>): void {
    const inbox = this.#inbox;
    if (inbox !== null && incarnation !== inbox.incarnation) return this.pull();
    this.own(own);
    if (this.#inbox !== null) {
      this.#ledger.pushed(
        this.#inbox.state,
        entries.map(({ inboxSeq }) => inboxSeq),
      );
    }
    this.#apply(entries, incarnation);
  }

  /** Own sends whose places were told: the messages came with their acks. */
  own(places: readonly number[]): void {
    if (places.length === 0) return;
    this.#untoldOwn = Math.max(0, this.#untoldOwn - places.length);
    this.#learn(places, null);
  }

  acked(): void {
    this.#untoldOwn += 1;
  }

  heartbeat(answer: HeartbeatAnswer): void {
    this.own(answer.own);
    this.#untoldOwn = 0;
    const inbox = this.#inbox;
    if (inbox === null || inbox.incarnation !== answer.incarnation) return this.pull();
    this.#inbox = { ...inbox, state: tellHead(inbox.state, answer.inboxSeq) };
    this.#watchHole();
  }

  /** Pulls from the cursor to the head; while one runs, another follows it. */
  pull(): void {
    if (!this.#deps.connection.online) return;
    this.#pullAgain = true;
    if (!this.#pulling) void this.#run(this.#generation);
  }

  async #run(generation: number): Promise<void> {
    this.#pulling = true;
    this.#retryTimer();
    try {
      while (this.#pullAgain) {
        this.#pullAgain = false;
        const more =
          this.#inbox === null ? await this.#snapshot(generation) : await this.#pages(this.#inbox, generation);
        if (generation !== this.#generation) return;
        this.#pullAgain ||= more;
      }
      this.#attempt = 0;
      this.#pulling = false;
      this.#untoldOwn = 0;
      if (this.#inbox !== null) this.#ledger.pulled(this.#inbox.state.cursor);
      this.#deps.connection.synced(true);
      this.#watchHole();
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#pulling = false;
      this.#pullLater(toParleyError(error));
    }
  }

  #pullLater(error: ParleyError): void {
    if (!error.retryable) this.#deps.warn('the inbox could not be pulled', error);
    const wait = 100 + retryDelayMs(retryHintMs(error), this.#attempt, this.#deps.random.number());
    this.#attempt += 1;
    this.#retryTimer = this.#deps.clock.setTimeout(() => this.pull(), wait);
  }

  /** To the head as the server knows it; true when there is more to get. */
  async #pages({ incarnation, state }: Inbox, generation: number): Promise<boolean> {
    let more = false;
    for await (const page of inboxPages(this.#ask, { incarnation, inboxSeq: state.cursor })) {
      if (generation !== this.#generation) return false;
      if (page.reset !== undefined) return this.#snapshot(generation);
      // Continued under another name: before its first entry an inbox has none of its own.
      if (this.#inbox !== null) this.#inbox = { ...this.#inbox, incarnation: page.incarnation };
      this.#apply(page.entries, page.incarnation);
      this.#deps.headsTold(page.heads);
      if (!page.hasMore) this.#change((known) => settleHead(known, page.latestSeq));
      more = page.hasMore;
    }
    return more;
  }

  readonly #ask = ({ incarnation, inboxSeq }: SyncCursor): Promise<ClientAck<'sync.pull'>> =>
    this.#deps.connection.request('sync.pull', { incarnation, lastSeq: inboxSeq, limit: PULL_LIMIT });

  /** Loads the chat list anew; its cursor was read before it, so going on from there misses nothing. */
  async #snapshot(generation: number): Promise<boolean> {
    this.#ledger.reset();
    this.#inbox = null;
    this.#listedAt = null;
    this.#early = [];
    const { cache, persistence } = this.#deps;
    // A device that holds rows changes over to the new ones at once. One that holds none shows them as they come.
    let { began } = this.#lists;
    const isEmpty = began || cache.chats.size === 0;
    const unstored: ChatListItem[] = [];
    cache.startJournal();
    const take = ({ items, cursor, missing }: LoadedChatList): void => {
      if (began) cache.addItems(items, cursor.inboxSeq);
      else cache.replaceWith(items, cursor.inboxSeq, missing);
      if (!persistence.writes) unstored.push(...items);
      began = true;
    };
    const list = await this.#lists.load(() => generation === this.#generation, isEmpty ? take : undefined);
    if (list === null) return false;
    // In one go with the cursor, so stored with it: also what came before this tab was the one that writes.
    take({ ...list, items: [...unstored, ...list.items] });
    const { incarnation, inboxSeq } = list.cursor;
    this.#lists.taken(list);
    this.#inbox = { incarnation, state: inboxAt(inboxSeq) };
    this.#listedAt = list.cursor;
    const early = this.#early.filter((frame) => frame.incarnation === null || frame.incarnation === incarnation);
    this.#early = [];
    for (const { places } of early) this.#learn(places, incarnation);
    this.#cursorMoved();
    return true;
  }

  #apply(entries: readonly InboxEntry[], incarnation: string): void {
    const state = this.#inbox?.state;
    const fresh = state === undefined ? entries : entries.filter((entry) => !isPlaceKnown(state, entry.inboxSeq));
    // Whoever is told of it, and may throw, is told when the places are known as well.
    batch(() => {
      this.#deps.cache.applyEntries(knownEntries(fresh));
      this.#learn(
        fresh.map((entry) => entry.inboxSeq),
        incarnation,
      );
    });
  }

  #learn(places: readonly number[], incarnation: string | null): void {
    if (this.#inbox === null) this.#early.push({ incarnation, places });
    else this.#change((state) => addPlaces(state, places));
  }

  #change(change: (state: InboxState) => InboxState): void {
    if (this.#inbox === null) return;
    const before = this.#inbox.state;
    const state = change(before);
    this.#inbox = { ...this.#inbox, state };
    if (state.cursor !== before.cursor) this.#cursorMoved();
    this.#watchHole();
  }

  #cursorMoved(): void {
    const { cursor } = this;
    if (cursor !== null) this.#deps.persistence.cursor(cursor);
    if (cursor !== null && this.#deps.isLeader()) this.#ackSoon();
  }

  /** A hole that doesn't close by itself within its patience is pulled. */
  #watchHole(): void {
    const hole = this.#inbox === null || this.#pulling ? null : firstHole(this.#inbox.state);
    if (hole === null) return this.#clearHoleTimer();
    if (this.#holeTimer?.from === hole.from) return;
    this.#clearHoleTimer();
    const cancel = this.#deps.clock.setTimeout(
      () => {
        this.#holeTimer = null;
        this.#ledger.gap(hole, this.#untoldOwn);
        this.pull();
      },
      holePatience(hole, this.#untoldOwn),
    );
    this.#holeTimer = { from: hole.from, cancel };
  }

  #clearHoleTimer(): void {
    this.#holeTimer?.cancel();
    this.#holeTimer = null;
  }

  #ackSoon(): void {
    if (!this.#deps.connection.online) return;
    this.#ackTimer ??= this.#deps.clock.setTimeout(() => {
      this.#ackTimer = null;
      void this.ackNow();
    }, LIMITS.cursorAckMs);
  }

  /** What the server was not told yet: only what is safely stored counts, and only one tab tells. */
  #untold(): SyncCursor | null {
    const stored = this.#deps.persistence.storedCursor;
    return stored === null || stored.inboxSeq <= this.#ackedSeq || !this.#deps.isLeader() ? null : stored;
  }

  /**
   * The cursor for a frame that leaves anyway, so that it needs none of its own. Not more often than it would have one: a
   * brisk chat must not make the server write a cursor for each message.
   */
  cursorAlong(): { cursor?: SyncCursor } {
    const now = this.#deps.clock.now();
    const cursor = this.#untold();
    if (cursor === null || Math.abs(now - this.#toldAt) < LIMITS.cursorAckMs) return {};
    this.#toldAt = now;
    return { cursor };
  }

  /** What a heartbeat says of the inbox. */
  said(): { cursor?: SyncCursor; seen?: SeenOfDeliveries } {
    return { ...this.cursorAlong(), ...this.#ledger.said() };
  }

  /** That heartbeat was answered. */
  told({ cursor, seen }: { cursor?: SyncCursor | undefined; seen?: SeenOfDeliveries | undefined }): void {
    this.cursorTold({ cursor });
    this.#ledger.told(seen);
  }

  /** The frame that took it along was answered. */
  cursorTold({ cursor }: { cursor?: SyncCursor | undefined }): void {
    if (cursor !== undefined) this.#ackedSeq = Math.max(this.#ackedSeq, cursor.inboxSeq);
  }

  async ackNow(): Promise<void> {
    const { connection, persistence, clock } = this.#deps;
    const stored = this.#untold();
    if (stored === null || !connection.online) return;
    const generation = this.#generation;
    try {
      this.#toldAt = clock.now();
      await connection.request('cursor.ack', stored);
      if (generation === this.#generation) this.cursorTold({ cursor: stored });
    } catch {
      // The next one says the same and more.
      this.#ackSoon();
    }
    if ((persistence.storedCursor?.inboxSeq ?? 0) > stored.inboxSeq) this.#ackSoon();
  }
}
