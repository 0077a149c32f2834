import type { Network, SyncCursor } from '@parley/contract';
import type { Socket } from 'socket.io';
import * as ws from 'ws';
import type { Actor } from '../auth/actor.js';
import { metrics } from '../platform/metrics.js';
import { encodeEvent } from './frames.js';
import { type EngineSocket, queuedBytes } from './packet-guard.js';

/** The frame encoder of ws, which its types leave out; Engine.IO takes its frames as they are. */
const { Sender } = ws as unknown as { Sender: { frame(data: Buffer, options: Record<string, unknown>): Buffer[] } };

/** A packet encoded to the last byte: WebSocket header, Engine.IO type, Socket.IO packet. */
export type EncodedFrame = { text: string; bytes: number; frame: Buffer[] };

export function encodeForSocket(packet: string): EncodedFrame {
  const data = Buffer.from(`4${packet}`);
  const parts = Sender.frame(data, { readOnly: false, mask: false, rsv1: false, opcode: 1, fin: true });
  // In one piece: header and payload apart would be corked and written as a vector, for each reader.
  return { text: packet, bytes: data.length, frame: [Buffer.concat(parts)] };
}

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
  /** Told after a heartbeat. */
  beaten: () => void = () => undefined;
  /** The device's cursor as far as this connection had it stored. */
  stored: SyncCursor | null = null;
  private own: number[] = [];
  private readonly engine: EngineSocket;

  constructor(
    readonly socket: Socket,
    readonly actor: Actor,
    private readonly maxQueuedBytes: number,
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
  write(encoded: EncodedFrame): boolean {
    if (this.isTooSlow(encoded.bytes)) return false;
    metrics.framesWritten.inc();
    metrics.bytesWritten.inc(encoded.bytes);
    this.engine.write(encoded.text, { wsPreEncodedFrame: encoded.frame, compress: false });
    return true;
  }

  /** Answers by Socket.IO's ack, within the same bound: one who asks and never reads must not fill the gateway. */
  answer(send: () => void): void {
    if (!this.isTooSlow(0)) send();
  }

  close(): void {
    this.socket.disconnect(true);
    setTimeout(() => this.engine.close(true), CUT_AFTER_MS).unref();
  }

  private isTooSlow(moreBytes: number): boolean {
    if (queuedBytes(this.engine) + moreBytes <= this.maxQueuedBytes) return false;
    if (this.socket.connected) {
      metrics.slowReaders.inc();
      this.engine.write(encodeEvent('resync', { reason: 'slow-reader' }), {});
      this.close();
    }
    return true;
  }
}
