import type { Socket } from 'socket.io';
import * as ws from 'ws';
import type { Actor } from '../auth/actor.js';
import { encodeEvent } from './frames.js';

/** The frame encoder of ws, which its types leave out; Engine.IO takes its frames as they are. */
const { Sender } = ws as unknown as { Sender: { frame(data: Buffer, options: Record<string, unknown>): Buffer[] } };

/** A packet encoded to the last byte: WebSocket header, Engine.IO type, Socket.IO packet. */
export type EncodedFrame = { text: string; bytes: number; frame: Buffer[] };

export function encodeForSocket(packet: string): EncodedFrame {
  const data = Buffer.from(`4${packet}`);
  const frame = Sender.frame(data, { readOnly: false, mask: false, rsv1: false, opcode: 1, fin: true });
  return { text: packet, bytes: data.length, frame };
}

type EngineSocket = {
  write(data: string, options: Record<string, unknown>): unknown;
  writeBuffer: unknown[];
  transport: { writable: boolean };
};

/** One live socket of a device, signed in. */
export class Connection {
  readonly id: string;
  /** Conversations that this connection has open: who gets typing and receipts. */
  watching: ReadonlySet<string> = new Set();
  private own: number[] = [];
  private queuedBytes = 0;
  private readonly engine: EngineSocket;

  constructor(
    readonly socket: Socket,
    readonly actor: Actor,
    private readonly maxQueuedBytes: number,
  ) {
    this.id = socket.id;
    this.engine = socket.conn as unknown as EngineSocket;
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
    if (this.engine.writeBuffer.length === 0 && this.engine.transport.writable) this.queuedBytes = 0;
    this.queuedBytes += encoded.bytes;
    if (this.queuedBytes > this.maxQueuedBytes) {
      this.closeSlow();
      return false;
    }
    this.engine.write(encoded.text, { wsPreEncodedFrame: encoded.frame, compress: false });
    return true;
  }

  /** Closes with the reason told; `error.closing` lets the device tell it from a lost network. */
  close(): void {
    this.socket.disconnect(true);
  }

  private closeSlow(): void {
    if (!this.socket.connected) return;
    this.engine.write(encodeEvent('resync', { reason: 'slow-reader' }), {});
    this.close();
  }
}
