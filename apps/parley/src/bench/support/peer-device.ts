import type { MintedSession } from '@parley/server/cli';

import type { CrewDevice, DeviceSeat, TimelinePage } from './crew-device.js';
import type { Shared } from './device.js';
import { count, type SendRecord } from './ledger.js';
import { Link } from './link.js';
import { PeerOnce, PeerQueue } from './peer-queue.js';

/** What the peer pushes, and gives out when it is asked for the past. */
export interface PeerMessage {
  id: number;
  conversationId: number;
  senderId: number;
  clientOffset: string;
  text: string;
}

export type HistoryAnswer = { ok: boolean; error?: string; messages?: PeerMessage[]; hasMore?: boolean };

/** As socket.io-client comes back. */
const BACK_MS = { first: 1_000, most: 5_000, spread: 0.5 };

/** One signed-in client of the peer (test/load/naive), as Socket.IO's tutorial writes it: it knows the newest that it has, and catches up from there. */
export class PeerDevice implements CrewDevice {
  readonly session: MintedSession;
  readonly follows: boolean;
  /** Its ids count all conversations together. */
  readonly hasPlaces = false;
  private readonly shared: Shared;
  private readonly seat: DeviceSeat;
  private readonly queue: PeerQueue;
  private readonly once: PeerOnce;
  private link: Link | null = null;
  private serverOffset: number | null = null;
  private failures = 0;
  private stopping = false;
  private readonly lost = new Set<(error: Error) => void>();
  private readonly opened = Promise.withResolvers<void>();

  constructor(shared: Shared, seat: DeviceSeat) {
    this.shared = shared;
    this.seat = seat;
    this.session = seat.session;
    this.follows = seat.follows;
    const owner = { ledger: shared.ledger, link: () => this.link };
    this.queue = new PeerQueue(owner);
    this.once = new PeerOnce(owner, shared.told);
  }

  open(): Promise<void> {
    const { token, deviceId } = this.session;
    const { serverOffset } = this;
    const link = new Link({
      target: this.seat.target,
      session: { token, deviceId, ...(serverOffset === null ? {} : { serverOffset }) },
      meter: this.shared.meter,
      readsEvents: this.follows,
      handlers: {
        event: (name, payload) => {
          if (name === 'message') this.receive(payload as PeerMessage);
          else if (name === 'ready') this.ready(link, payload as { serverOffset: number });
        },
        closed: (reason) => this.down(reason),
      },
    });
    return this.opened.promise;
  }

  get isConnected(): boolean {
    return this.link !== null;
  }

  get isBack(): boolean {
    return this.isConnected;
  }

  get unanswered(): number {
    return this.queue.length;
  }

  get conversationIds(): string[] {
    const { conversationId, groupId } = this.session;
    return groupId === null ? [conversationId] : [conversationId, groupId];
  }

  close(): void {
    this.stopping = true;
    this.link?.close();
  }

  tick(now: number): void {
    this.queue.tick(now);
    this.once.tick(now);
  }

  send(text: string, due: number): void {
    this.queue.add(this.direct(text, due));
  }

  sendToGroup(text: string, due: number): boolean {
    const record = this.grouped(text, due);
    if (record !== null) this.queue.add(record);
    return record !== null;
  }

  sendOnce(text: string, due: number, toGroup: boolean): void {
    this.once.send((toGroup ? this.grouped(text, due) : null) ?? this.direct(text, due));
  }

  /** Nobody tells this client that it lacks something: what was not pushed is there after its next connection. */
  catchUp(): Promise<void> {
    return Promise.resolve();
  }

  /** The newest of all conversations when it connected: what follows is this run's. */
  head(): Promise<number> {
    return Promise.resolve(this.serverOffset ?? 0);
  }

  async timeline(conversationId: string, after: number): Promise<TimelinePage> {
    const { messages = [], hasMore = false } = await this.history(conversationId, after);
    const stored = messages.map(({ id, clientOffset, text }) => ({
      seq: id,
      messageId: String(id),
      clientMsgId: clientOffset,
      text,
    }));
    return { messages: stored, hasMore, head: stored.at(-1)?.seq ?? after };
  }

  private history(conversationId: string, after: number): Promise<HistoryAnswer> {
    const { link } = this;
    if (link === null) return Promise.reject(new Error('not connected'));
    return new Promise((resolve, reject) => {
      this.lost.add(reject);
      link.request('history', `{"conversationId":${conversationId},"after":${after}}`, (ack) => {
        this.lost.delete(reject);
        const answer = ack as unknown as HistoryAnswer;
        if (answer.ok) resolve(answer);
        else reject(new Error(`history: ${answer.error ?? ''}`));
      });
    });
  }

  private direct(text: string, due: number): SendRecord {
    const { conversationId, userId: senderId } = this.session;
    return this.shared.ledger.open({ text, due, sender: this.seat.number, senderId, conversationId, receivers: 1 });
  }

  private grouped(text: string, due: number): SendRecord | null {
    const { groupId: conversationId, userId: senderId } = this.session;
    const { number: sender, groupReceivers: receivers } = this.seat;
    if (conversationId === null || receivers === 0) return null;
    return this.shared.ledger.open({ text, due, sender, senderId, conversationId, receivers });
  }

  private ready(link: Link, { serverOffset }: { serverOffset: number }): void {
    this.link = link;
    this.failures = 0;
    this.serverOffset ??= serverOffset;
    this.queue.pump();
    this.opened.resolve();
  }

  private receive({ id, clientOffset, conversationId }: PeerMessage): void {
    const { ledger } = this.shared;
    if (this.serverOffset !== null && id < this.serverOffset) ledger.overtaken += 1;
    this.serverOffset = Math.max(this.serverOffset ?? 0, id);
    const record = ledger.find(clientOffset);
    if (record === undefined || record.senderId === this.session.userId) return;
    if (record.conversationId !== String(conversationId)) ledger.altered += 1;
    // What comes before it is connected is what it missed.
    ledger.wasDelivered(record, { receiver: this.seat.number, live: this.link !== null });
  }

  private down(reason: string): void {
    const wasUp = this.link !== null;
    this.link = null;
    this.queue.down();
    this.once.down();
    for (const reject of this.lost) reject(new Error('connection lost'));
    this.lost.clear();
    if (this.stopping) return;
    if (wasUp) this.shared.ends.untold += 1;
    count(this.shared.trouble, reason);
    const { first, most, spread } = BACK_MS;
    const wait = Math.min(most, first * 2 ** this.failures) * (1 + (Math.random() * 2 - 1) * spread);
    this.failures += 1;
    setTimeout(() => {
      if (!this.stopping) void this.open();
    }, wait);
  }
}
