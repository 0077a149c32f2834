import type { Ack, Network, SyncCursor } from '@parley/contract';
import type { Socket } from 'socket.io';
import type { Actor } from '../auth/actor.js';
import { metrics } from '../platform/metrics.js';
import { encodeAck, encodeEvent } from './frames.js';
import { type Format, OutgoingFrame } from './outgoing-frame.js';
import { type EngineSocket, pauseReading, queuedBytes, sendGathered, writeFrame } from './packet-guard.js';
import { ReadingPause } from './reading-pause.js';
import type { TokenBucket } from './token-bucket.js';

/**
 * Of the time until its turn, who comes before it is not read for so much. Heartbeats wait with it, and a device takes a link without an
 * answer for dead after five seconds.
 */
const UNREAD_SHARE = 0.9;
const MOST_UNREAD_MS = 2_500;
const LEAST_UNREAD_MS = 100;

/** A closed connection gets this long to take what it was told; then it is cut. */
const CUT_AFTER_MS = 2_000;

/** One live socket of a device, signed in. */
export class Connection {
  readonly id: string;
  /** Conversations that this connection has open: who gets typing and receipts. */
  watching: ReadonlySet<string> = new Set();
  /** When somebody last did something here; a heartbeat is nothing. */
  activeAt = performance.now();
  /** When anything was heard from it, and what it said it is on: one that said so is held to its heartbeats. */
  heardAt = performance.now();
  network: Network | null = null;
  /** When somebody last did something at the device, as it says; null: it doesn't say. */
  usedAt: number | null = null;
  /** Of the events that it may send; the dispatcher's. */
  bucket: TokenBucket | null = null;
  /** Takes the heartbeat that came and waits for others; null: none does. */
  heartbeat: (() => void) | null = null;
  /** Told after a heartbeat. */
  beaten: () => void = () => undefined;
  /** The device's cursor as far as this connection had it stored. */
  stored: SyncCursor | null = null;
  private own: number[] = [];
  private pause: ReadingPause | null = null;
  /** Ends the pause, at that moment. */
  private reading: NodeJS.Timeout | undefined;
  private unreadUntil = 0;
  /** When its sends may come again. */
  private turnAt = 0;
  private readonly engine: EngineSocket;

  constructor(
    readonly socket: Socket,
    readonly actor: Actor,
    private readonly options: { maxQueuedBytes: number; format: Format },
  ) {
    this.id = socket.id;
    this.engine = socket.conn as unknown as EngineSocket;
  }

  /** What a heartbeat says of the device; what it leaves out stays as it was. */
  beat({ network, idleMs }: { network?: Network | undefined; idleMs?: number | undefined }): void {
    if (network !== undefined) this.network = network;
    if (idleMs !== undefined) this.usedAt = performance.now() - idleMs;
    this.beaten();
  }

  /** Inbox places of sends made here; told with the next answer. */
  addOwn(places: readonly number[]): void {
    // Told late is healed by a pull, so a device that never asks costs a bounded list.
    if (this.own.length < 10_000) this.own.push(...places);
  }

  takeOwn(): number[] {
    const own = this.own;
    if (own.length > 0) this.own = [];
    return own;
  }

  /** Writes a frame. False: the reader is too slow, the connection is being closed and the device has to sync. */
  write(outgoing: OutgoingFrame): boolean {
    const encoded = outgoing.as(this.options.format);
    if (this.isTooSlow(encoded.bytes)) return false;
    metrics.framesWritten.inc();
    metrics.bytesWritten.inc(encoded.bytes);
    writeFrame(this.engine, encoded);
    return true;
  }

  /** Answers within the same bound: one who asks and never reads must not fill the gateway. */
  answer(send: () => void): void {
    if (!this.isTooSlow(0)) send();
  }

  /** Answers the event that came with that number, as Socket.IO's ack does. */
  answerText(ackId: string, body: Ack<unknown>): void {
    if (!this.isTooSlow(0)) writeFrame(this.engine, new OutgoingFrame(encodeAck(ackId, body)).as('json'));
  }

  /** It asked more than it may: it is not read for a while. */
  holdOff(now: number): void {
    this.pause ??= new ReadingPause();
    const ms = this.pause.refused(now);
    if (ms > 0) this.stopReading(now, ms, false);
  }

  /** It was told that its sends may come again at that moment. */
  giveTurn(at: number): void {
    this.turnAt = Math.max(this.turnAt, at);
  }

  /** A send came: how much before its turn. Who comes before that waits outside, where it costs nothing. */
  earlyMs(now: number): number {
    const ms = this.turnAt - now;
    const unreadMs = Math.min(ms * UNREAD_SHARE, MOST_UNREAD_MS);
    if (unreadMs >= LEAST_UNREAD_MS && now >= this.unreadUntil) this.stopReading(now, unreadMs, true);
    return Math.max(0, ms);
  }

  /** What it sent has waited unread: if it came in, its answer would come too late. */
  isLate(now: number): boolean {
    return now < (this.engine.lateUntil ?? 0);
  }

  private stopReading(now: number, ms: number, late: boolean): void {
    if (now + ms <= this.unreadUntil) return;
    this.unreadUntil = now + ms;
    // What had been read already may take longer to refuse than the pause before: that one must not end this one.
    clearTimeout(this.reading);
    this.reading = pauseReading(this.engine, ms, late);
  }

  close(): void {
    // Why it is closed may be among them.
    sendGathered(this.engine);
    this.socket.disconnect(true);
    setTimeout(() => this.engine.close(true), CUT_AFTER_MS).unref();
  }

  private isTooSlow(moreBytes: number): boolean {
    const { maxQueuedBytes, format } = this.options;
    if (queuedBytes(this.engine) + moreBytes <= maxQueuedBytes) return false;
    if (this.socket.connected) {
      metrics.slowReaders.inc();
      writeFrame(this.engine, new OutgoingFrame(encodeEvent('resync', { reason: 'slow-reader' })).as(format));
      this.close();
    }
    return true;
  }
}
