import { connect, type Socket } from 'node:net';

import type { Ack } from '@parley/contract';

import { encodeFrame, FrameReader, OPCODE } from './frames.js';
import { type Asked, type Incoming, type LinkAuth, type Packets, PACKETS, type Parser } from './packets.js';
import { Upgrade } from './upgrade.js';

export interface LinkTarget {
  host: string;
  port: number;
  /** Source address: one address has some 28,000 ports to connect from. */
  localAddress: string;
  /** Which of its two ways in; JSON when nothing is said. */
  parser?: Parser;
  /** Not a gateway, but what Parley is held against. */
  peer?: 'socketio';
}

/** What all links of a process have read and written, frames whole. */
export interface WireMeter {
  events: number;
  eventBytes: number;
  acks: number;
  ackBytes: number;
  otherBytes: number;
  sent: number;
  sentBytes: number;
}

export const newMeter = (): WireMeter => ({
  events: 0,
  eventBytes: 0,
  acks: 0,
  ackBytes: 0,
  otherBytes: 0,
  sent: 0,
  sentBytes: 0,
});

export interface LinkHandlers {
  /** A Socket.IO event, decoded. */
  event: (name: string, payload: unknown) => void;
  /** Once, when the connection is over or never came about. */
  closed: (reason: string) => void;
}

export interface LinkOptions {
  target: LinkTarget;
  session: LinkAuth;
  meter: WireMeter;
  handlers: LinkHandlers;
  /** False: durable events are counted, not parsed (connections that only have to be there). */
  readsEvents?: boolean;
}

type Answered = (ack: Ack<unknown>) => void;

/** One buffer for every socket of the process: each read is consumed before the next one begins. */
const SLAB = Buffer.allocUnsafeSlow(256 * 1024);

/**
 * A Socket.IO client by hand: TCP, WebSocket upgrade, Engine.IO 4, Socket.IO 5, either parser. A tenth of the cost of
 * socket.io-client, so that ten thousand of them fit beside the server that they load.
 */
export class Link {
  private readonly options: LinkOptions;
  private readonly packets: Packets;
  private readonly socket: Socket;
  private readonly reader: FrameReader;
  private readonly waiting = new Map<number, Answered>();
  /** Null once the connection speaks WebSocket. */
  private upgrade: Upgrade | null = new Upgrade();
  private nextId = 0;
  private over = false;

  constructor(options: LinkOptions) {
    this.options = options;
    const { host, port, localAddress, parser = 'json', peer } = options.target;
    this.packets = PACKETS[peer === undefined ? parser : 'peer'];
    const { path } = this.packets;
    this.reader = new FrameReader((opcode, payload, bytes) => this.frame(opcode, payload, bytes));
    this.socket = connect({
      host,
      port,
      localAddress,
      noDelay: true,
      onread: {
        buffer: SLAB,
        callback: (size) => {
          this.read(SLAB.subarray(0, size));
          return true;
        },
      },
    });
    this.socket.on('connect', () => this.socket.write(this.upgrade?.request({ host, port, path }) ?? ''));
    this.socket.on('error', (error) => this.end(error.message));
    this.socket.on('close', () => this.end('closed'));
  }

  /** Unanswered requests. */
  get pending(): number {
    return this.waiting.size;
  }

  /** The payload is JSON already: a load generator encodes its texts once. */
  request(event: Asked, payload: string, answered: Answered): void {
    const id = this.nextId;
    this.nextId += 1;
    this.waiting.set(id, answered);
    this.send(this.packets.request(event, payload, id));
  }

  close(): void {
    this.end('closed by this side');
  }

  private read(bytes: Buffer): void {
    if (this.over) return;
    try {
      const frames = this.upgrade === null ? bytes : this.upgrade.read(bytes);
      if (frames === null) return;
      this.upgrade = null;
      if (frames.length > 0) this.reader.feed(frames);
    } catch (error) {
      this.end(error instanceof Error ? error.message : String(error));
    }
  }

  private frame(opcode: number, payload: Buffer, bytes: number): void {
    const incoming = opcode === this.packets.opcode ? this.packets.read(payload) : null;
    if (incoming !== null) return this.packet(incoming, bytes);
    this.options.meter.otherBytes += bytes;
    if (opcode === OPCODE.text) this.engine(payload.toString());
    if (opcode === OPCODE.ping) this.socket.write(encodeFrame(OPCODE.pong, payload));
    if (opcode === OPCODE.close) this.end('closed by the server');
  }

  /** Engine.IO: 0 open, 1 close, 2 ping. */
  private engine(text: string): void {
    if (text.startsWith('0')) this.send(this.packets.connect(this.options.session));
    else if (text === '2') this.send(encodeFrame(OPCODE.text, '3'));
    else if (text === '1') this.end('disconnected by the server');
  }

  private packet(incoming: Incoming, bytes: number): void {
    const { meter, handlers } = this.options;
    switch (incoming.kind) {
      case 'ack':
        meter.acks += 1;
        meter.ackBytes += bytes;
        return this.answer(incoming.id, incoming.read());
      case 'entries':
        meter.events += 1;
        meter.eventBytes += bytes;
        if (this.options.readsEvents !== false) handlers.event(...incoming.read());
        return;
      case 'event':
        meter.otherBytes += bytes;
        return handlers.event(...incoming.read());
      case 'refused':
        return this.end(`refused: ${incoming.why}`);
      case 'over':
        return this.end('disconnected by the server');
      case 'other':
        meter.otherBytes += bytes;
    }
  }

  private answer(id: number, ack: Ack<unknown>): void {
    const answered = this.waiting.get(id);
    if (answered === undefined) throw new Error(`an ack that nobody asked for: ${id}`);
    this.waiting.delete(id);
    answered(ack);
  }

  private send(frame: Buffer): void {
    if (this.over) return;
    this.options.meter.sent += 1;
    this.options.meter.sentBytes += frame.length;
    this.socket.write(frame);
  }

  private end(reason: string): void {
    if (this.over) return;
    this.over = true;
    this.waiting.clear();
    this.socket.destroy();
    this.options.handlers.closed(reason);
  }
}
