import { LIMITS, type Ack, type EventFrame, type HeartbeatAnswer, type SyncPage } from '@parley/contract';

import { MixedInbox } from './mixed-inbox.js';
import { MixedLane } from './mixed-lane.js';
import { count, type Ledger } from './mixed-ledger.js';
import type { MixedSession } from './mixed-plan.js';
import { Link, type LinkTarget, type WireMeter } from './support/link.js';

/** What the devices of one generator share. */
export interface Shared {
  ledger: Ledger;
  meter: WireMeter;
  closed: Record<string, number>;
  traffic: { cursorAcks: number; heartbeats: number; pulls: number };
}

const RECONNECT_MS = 1_000;
const PULL_LIMIT = 200;

/** One signed-in device of the load: sends, receives, acks its cursor, beats, pulls what is missing. */
export class MixedDevice {
  readonly number: number;
  readonly session: MixedSession;
  readonly lane: MixedLane;
  inbox: MixedInbox | null = null;
  private readonly target: LinkTarget;
  private readonly shared: Shared;
  private link: Link | null = null;
  private incarnation = '0';
  private ackedCursor = 0;
  private ackedAt: number;
  private beatAt: number;
  private pulling = false;
  private lastLiveSeq = 0;
  private opened = Promise.withResolvers<void>();

  constructor(shared: Shared, device: { number: number; session: MixedSession; target: LinkTarget }) {
    this.shared = shared;
    this.number = device.number;
    this.session = device.session;
    this.target = device.target;
    // Spread over their periods: ten thousand devices didn't connect in the same millisecond.
    this.ackedAt = performance.now() - Math.random() * LIMITS.cursorAckMs;
    this.beatAt = performance.now() + Math.random() * LIMITS.heartbeatMs;
    this.lane = new MixedLane(shared.ledger, {
      link: () => this.link,
      own: (places) => this.inbox?.own(places),
      acked: () => this.inbox?.ownAcked(),
    });
  }

  /** Resolves when the device is connected and knows where its inbox stands. */
  open(): Promise<void> {
    const { token, deviceId } = this.session;
    const link = new Link({
      target: this.target,
      session: { token, deviceId },
      meter: this.shared.meter,
      handlers: {
        event: (name, payload) => this.event(link, name, payload),
        closed: (reason) => this.down(reason),
      },
    });
    return this.opened.promise;
  }

  close(): void {
    this.stopping = true;
    this.link?.close();
  }

  private stopping = false;

  /** Called about once a second. */
  tick(now: number): void {
    const { inbox, link } = this;
    if (inbox === null || link === null) return;
    if (inbox.cursor > this.ackedCursor && now - this.ackedAt >= LIMITS.cursorAckMs) this.ackCursor(link, inbox, now);
    if (now >= this.beatAt) void this.beat();
    if (inbox.needsPull(now)) void this.pull();
  }

  async beat(): Promise<void> {
    this.beatAt = performance.now() + LIMITS.heartbeatMs;
    this.shared.traffic.heartbeats += 1;
    const answer = await this.ask<HeartbeatAnswer>('heartbeat', {});
    if (this.inbox === null) {
      this.inbox = new MixedInbox(answer.inboxSeq);
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
    } catch (error) {
      count(this.shared.closed, error instanceof Error ? error.message : String(error));
    } finally {
      this.pulling = false;
    }
  }

  /** Sends a request and takes its answer apart; an error of the server rejects. */
  async ask<T>(event: 'heartbeat' | 'sync.pull' | 'sync.batch', payload: object): Promise<T> {
    const { link } = this;
    if (link === null) throw new Error('not connected');
    const ack = await new Promise<Ack<unknown>>((resolve) => link.request(event, JSON.stringify(payload), resolve));
    if (!ack.ok) throw new Error(`${event}: ${ack.error.code}`);
    return ack.data as T;
  }

  private ackCursor(link: Link, inbox: MixedInbox, now: number): void {
    const cursor = inbox.cursor;
    this.ackedAt = now;
    this.shared.traffic.cursorAcks += 1;
    link.request('cursor.ack', `{"incarnation":"${this.incarnation}","inboxSeq":${cursor}}`, (ack) => {
      if (ack.ok) this.ackedCursor = Math.max(this.ackedCursor, cursor);
    });
  }

  private event(link: Link, name: string, payload: unknown): void {
    if (name === 'event') return this.apply((payload as EventFrame).entries, true);
    if (name === 'resync') return void this.pull();
    if (name === 'ready') void this.ready(link);
  }

  private async ready(link: Link): Promise<void> {
    this.link = link;
    try {
      if (this.inbox === null) await this.beat();
      else await this.pull();
      this.opened.resolve();
      this.lane.pump();
    } catch (error) {
      count(this.shared.closed, error instanceof Error ? error.message : String(error));
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
      if (record === undefined || record.sender === this.number) continue;
      if (live && entry.seq <= this.lastLiveSeq) ledger.outOfOrder += 1;
      this.lastLiveSeq = Math.max(this.lastLiveSeq, entry.seq);
      if (record.conversationId !== entry.conversationId) ledger.altered += 1;
      ledger.wasDelivered(record, { place: entry.inboxSeq, live });
    }
  }

  private down(reason: string): void {
    this.link = null;
    this.lane.down();
    if (this.stopping) return;
    count(this.shared.closed, reason);
    setTimeout(
      () => {
        if (!this.stopping) void this.open();
      },
      RECONNECT_MS * (0.5 + Math.random()),
    );
  }
}
