import {
  LIMITS,
  type BatchSyncPage,
  type ClientEvent,
  type Drain,
  type EventFrame,
  type HeartbeatAnswer,
  type SyncPage,
} from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import { backoff } from './backoff.js';
import { DeviceInbox } from './inbox.js';
import { count, type Ledger, type SendRecord } from './ledger.js';
import { Link, type LinkTarget, type WireMeter } from './link.js';
import { OneTry, type Outcome } from './one-try.js';
import { Requests } from './requests.js';
import type { CrewDevice, DeviceSeat, TimelinePage } from './crew-device.js';
import { type Cursor, type LaneOwner, SendLane } from './send-lane.js';

/** What the devices of one generator share. */
export interface Shared {
  ledger: Ledger;
  meter: WireMeter;
  /** Connections that were lost and pulls that failed, by reason. */
  trouble: Record<string, number>;
  traffic: { cursorAcks: number; heartbeats: number; pulls: number };
  /** What became of sends that are made once. */
  told: (record: SendRecord, outcome: Outcome) => void;
  /** Connections that ended because the device was told to go elsewhere, and those that ended without a word. */
  ends: { told: number; untold: number };
}

const PULL_LIMIT = 200;

/** One signed-in device of the load: sends, receives, acks its cursor, beats, pulls what is missing. */
export class LoadDevice implements CrewDevice {
  readonly number: number;
  readonly session: MintedSession;
  readonly follows: boolean;
  readonly hasPlaces = true;
  /** Of the direct chat, and of the group if there is one. */
  private readonly lane: SendLane;
  private readonly groupLane: SendLane;
  private readonly once: OneTry;
  private readonly groupReceivers: number;
  inbox: DeviceInbox | null = null;
  private readonly target: LinkTarget;
  private readonly shared: Shared;
  private link: Link | null = null;
  private incarnation = '0';
  private ackedCursor = 0;
  private ackedAt: number;
  /** When the cursor first went past what was acked, as far as a tick has seen. */
  private movedAt: number | null = null;
  private beatAt: number;
  private pulling = false;
  private pullAt = 0;
  private failures = 0;
  private readonly requests = new Requests(() => this.link);
  private readonly lastLiveSeq = new Map<string, number>();
  private stopping = false;
  /** Knows what it missed while it was not connected. */
  private synced = false;
  /** The connection ends because the server said so; until when the device waits is its own choice. */
  private drain: NodeJS.Timeout | null = null;
  private readonly opened = Promise.withResolvers<void>();

  constructor(shared: Shared, device: DeviceSeat) {
    this.shared = shared;
    this.number = device.number;
    this.session = device.session;
    this.target = device.target;
    this.follows = device.follows;
    // Spread over their periods: ten thousand devices didn't connect in the same millisecond.
    this.ackedAt = performance.now() - Math.random() * LIMITS.cursorAckMs;
    this.beatAt = performance.now() + Math.random() * LIMITS.heartbeatMs;
    this.groupReceivers = device.groupReceivers;
    const owner: LaneOwner = {
      link: () => this.link,
      own: (places) => this.inbox?.own(places),
      acked: () => this.inbox?.ownAcked(),
      cursorAlong: () => this.cursorAlong(),
      cursorTold: (inboxSeq) => this.cursorTold(inboxSeq),
    };
    this.lane = new SendLane(shared.ledger, owner);
    this.groupLane = new SendLane(shared.ledger, owner);
    this.once = new OneTry(shared.ledger, owner, shared.told);
  }

  /** Resolves when the device is connected and knows where its inbox stands. */
  open(): Promise<void> {
    const { token, deviceId } = this.session;
    const link = new Link({
      target: this.target,
      session: { token, deviceId },
      meter: this.shared.meter,
      readsEvents: this.follows,
      handlers: {
        event: (name, payload) => this.event(link, name, payload),
        closed: (reason) => this.down(reason),
      },
    });
    return this.opened.promise;
  }

  get isConnected(): boolean {
    return this.link !== null;
  }

  get unanswered(): number {
    return this.lane.length;
  }

  get isBack(): boolean {
    return this.isConnected && this.synced;
  }

  close(): void {
    this.stopping = true;
    this.link?.close();
  }

  send(text: string, due: number): void {
    this.lane.add(this.direct(text, due));
  }

  sendToGroup(text: string, due: number): boolean {
    const record = this.grouped(text, due);
    if (record !== null) this.groupLane.add(record);
    return record !== null;
  }

  sendOnce(text: string, due: number, toGroup: boolean): void {
    this.once.send((toGroup ? this.grouped(text, due) : null) ?? this.direct(text, due));
  }

  private direct(text: string, due: number): SendRecord {
    const { conversationId, userId: senderId } = this.session;
    return this.shared.ledger.open({ text, due, sender: this.number, senderId, conversationId, receivers: 1 });
  }

  private grouped(text: string, due: number): SendRecord | null {
    const { groupId: conversationId, userId: senderId } = this.session;
    if (conversationId === null || this.groupReceivers === 0) return null;
    const send = { text, due, sender: this.number, senderId, conversationId, receivers: this.groupReceivers };
    return this.shared.ledger.open(send);
  }

  get conversationIds(): string[] {
    const { conversationId, groupId } = this.session;
    return groupId === null ? [conversationId] : [conversationId, groupId];
  }

  tick(now: number): void {
    const { inbox, link } = this;
    if (inbox === null || link === null) return;
    if (now >= this.beatAt) this.beat().catch((error: unknown) => this.note(error));
    if (!this.follows) return;
    if (inbox.cursor <= this.ackedCursor) this.movedAt = null;
    else if (now - (this.movedAt ??= now) >= LIMITS.cursorAckMs) this.ackCursor(link, inbox, now);
    if (now >= this.pullAt && inbox.needsPull(now)) void this.pull();
  }

  async beat(): Promise<void> {
    this.beatAt = performance.now() + LIMITS.heartbeatMs;
    this.shared.traffic.heartbeats += 1;
    const cursor = this.cursorAlong();
    const answer = await this.ask<HeartbeatAnswer>('heartbeat', cursor === null ? {} : { cursor });
    if (cursor !== null) this.cursorTold(cursor.inboxSeq);
    if (this.inbox === null) {
      this.inbox = new DeviceInbox(answer.inboxSeq);
      this.incarnation = answer.incarnation;
      this.ackedCursor = answer.inboxSeq;
      return;
    }
    this.incarnation = answer.incarnation;
    this.inbox.own(answer.own);
    this.inbox.head(answer.inboxSeq, { ownToldWhole: true });
  }

  /** Everything after the cursor. */
  async pull(): Promise<void> {
    const { inbox } = this;
    if (this.pulling || inbox === null) return;
    this.pulling = true;
    try {
      for (let more = true; more;) {
        this.shared.traffic.pulls += 1;
        const asked = { incarnation: this.incarnation, lastSeq: inbox.cursor, limit: PULL_LIMIT };
        const page = await this.ask<SyncPage>('sync.pull', asked);
        if (page.reset !== undefined) throw new Error(`sync.pull says reset: ${page.reset}`);
        this.incarnation = page.incarnation;
        this.apply(page.entries, false);
        inbox.head(page.latestSeq, { ownToldWhole: false });
        more = page.hasMore;
      }
      this.failures = 0;
    } catch (error) {
      this.note(error);
      this.pullAt = performance.now() + backoff(this.failures);
      this.failures += 1;
    } finally {
      this.pulling = false;
    }
  }

  ask<T>(event: ClientEvent, payload: object): Promise<T> {
    return this.requests.ask<T>(event, payload);
  }

  async catchUp(): Promise<void> {
    await this.beat();
    if (this.inbox?.complete !== true) await this.pull();
    if (this.inbox?.complete !== true) throw new Error('the inbox has a hole that a pull does not close');
  }

  async head(conversationId: string): Promise<number> {
    return (await this.timeline(conversationId, Number.MAX_SAFE_INTEGER)).head;
  }

  async timeline(conversationId: string, lastSeq: number): Promise<TimelinePage> {
    const page = await this.ask<BatchSyncPage>('sync.batch', { syncs: [{ conversationId, lastSeq, lastRev: 0 }] });
    const found = page.syncs[0];
    if (found === undefined) throw new Error(`conversation ${conversationId} is not the device's`);
    const messages = found.messages.map(({ content, ...message }) => ({ ...message, text: content.text }));
    return { messages, hasMore: found.hasMore, head: found.head.seq };
  }

  private ackCursor(link: Link, inbox: DeviceInbox, now: number): void {
    const cursor = inbox.cursor;
    this.ackedAt = now;
    this.shared.traffic.cursorAcks += 1;
    link.request('cursor.ack', `{"incarnation":"${this.incarnation}","inboxSeq":${cursor}}`, (ack) => {
      if (ack.ok) this.cursorTold(cursor);
    });
  }

  /** As the SDK does: what leaves anyway takes the cursor along, not more often than it would leave alone. */
  private cursorAlong(): Cursor | null {
    const { inbox, incarnation } = this;
    const now = performance.now();
    const isDue = inbox !== null && inbox.cursor > this.ackedCursor && now - this.ackedAt >= LIMITS.cursorAckMs;
    if (!isDue || !this.follows) return null;
    this.ackedAt = now;
    return { incarnation, inboxSeq: inbox.cursor };
  }

  private cursorTold(inboxSeq: number): void {
    this.ackedCursor = Math.max(this.ackedCursor, inboxSeq);
    this.movedAt = null;
  }

  private event(link: Link, name: string, payload: unknown): void {
    if (name === 'event') {
      const { entries, own } = payload as EventFrame;
      if (own !== undefined) this.inbox?.own(own);
      return this.apply(entries, true);
    }
    if (name === 'resync') return void this.pull();
    if (name === 'drain') return this.draining(link, (payload as Drain).withinMs);
    if (name === 'ready') void this.ready(link);
  }

  private async ready(link: Link): Promise<void> {
    this.link = link;
    this.lane.pump();
    this.groupLane.pump();
    try {
      if (this.inbox === null) await this.beat();
      else await this.pull();
      this.synced = true;
      this.opened.resolve();
    } catch (error) {
      this.note(error);
      link.close();
    }
  }

  private apply(entries: EventFrame['entries'], live: boolean): void {
    const { inbox } = this;
    // Before the device knows where its inbox stands, what comes is of no run of ours.
    if (inbox === null) return;
    for (const entry of entries) {
      if (!inbox.learn(entry.inboxSeq)) {
        if (live) this.shared.ledger.repeats += 1;
        continue;
      }
      if (entry.kind !== 'message') continue;
      const { ledger } = this.shared;
      const record = ledger.find(entry.message.clientMsgId);
      if (record === undefined || record.senderId === this.session.userId) continue;
      const last = this.lastLiveSeq.get(entry.conversationId) ?? 0;
      if (live && entry.seq < last) ledger.overtaken += 1;
      this.lastLiveSeq.set(entry.conversationId, Math.max(last, entry.seq));
      if (record.conversationId !== entry.conversationId) ledger.altered += 1;
      ledger.wasDelivered(record, { receiver: this.number, live });
    }
  }

  /** At a moment of its own within the window, as the SDK. */
  private draining(link: Link, withinMs: number): void {
    this.drain ??= setTimeout(() => link.close(), Math.random() * withinMs);
  }

  private note(error: unknown): void {
    count(this.shared.trouble, error instanceof Error ? error.message : String(error));
  }

  private down(reason: string): void {
    const [wasUp, drain] = [this.link !== null, this.drain];
    this.link = null;
    this.drain = null;
    this.synced = false;
    this.lane.down();
    this.groupLane.down();
    this.once.down();
    this.requests.down();
    if (this.stopping) return;
    if (wasUp) this.shared.ends[drain === null ? 'untold' : 'told'] += 1;
    if (drain !== null) {
      clearTimeout(drain);
      return void this.open();
    }
    count(this.shared.trouble, reason);
    setTimeout(() => {
      if (!this.stopping) void this.open();
    }, backoff(this.failures));
    this.failures += 1;
  }
}
