import { connect, type Socket } from 'node:net';

import { PROTOCOL, type Ack, type ClientEvent } from '@parley/contract';

import { encodeFrame, FrameReader, OPCODE } from './frames.js';
import { Upgrade } from './upgrade.js';

export interface LinkTarget {
  host: string;
  port: number;
  /** Source address: one address has some 28,000 ports to connect from. */
  localAddress: string;
}

export interface LinkSession {
  token: string;
  deviceId: string;
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
  /** A Socket.IO event; its payload as parsed JSON. */
  event: (name: string, payload: unknown) => void;
  /** Once, when the connection is over or never came about. */
  closed: (reason: string) => void;
}

export interface LinkOptions {
  target: LinkTarget;
  session: LinkSession;
  meter: WireMeter;
  handlers: LinkHandlers;
  /** False: durable events are counted, not parsed (connections that only have to be there). */
  readsEvents?: boolean;
}

type Answered = (ack: Ack<unknown>) => void;

/** One buffer for every socket of the process: each read is consumed before the next one begins. */
const SLAB = Buffer.allocUnsafeSlow(256 * 1024);
const EVENT_START = '42["event"';

/**
 * A Socket.IO client by hand: TCP, WebSocket upgrade, Engine.IO 4, Socket.IO 5, default parser. A tenth of the cost of
 * socket.io-client, so that ten thousand of them fit beside the server that they load.
 */
export class Link {
  private readonly options: LinkOptions;
  private readonly socket: Socket;
  private readonly reader: FrameReader;
  private readonly waiting = new Map<number, Answered>();
  /** Null once the connection speaks WebSocket. */
  private upgrade: Upgrade | null = new Upgrade();
  private nextId = 0;
  private over = false;

  constructor(options: LinkOptions) {
    this.options = options;
    const { host, port, localAddress } = options.target;
    this.reader = new FrameReader((opcode, text, bytes) => this.frame(opcode, text, bytes));
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
    this.socket.on('connect', () => this.socket.write(this.upgrade?.request({ host, port }) ?? ''));
    this.socket.on('error', (error) => this.end(error.message));
    this.socket.on('close', () => this.end('closed'));
  }

  /** Unanswered requests. */
  get pending(): number {
    return this.waiting.size;
  }

  /** The payload is JSON already: a load generator encodes its texts once. */
  request(event: ClientEvent, payload: string, answered: Answered): void {
    const id = this.nextId;
    this.nextId += 1;
    this.waiting.set(id, answered);
    this.send(`42${id}["${event}",${payload}]`);
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

  private frame(opcode: number, text: string, bytes: number): void {
    if (opcode === OPCODE.text) return this.packet(text, bytes);
    this.options.meter.otherBytes += bytes;
    if (opcode === OPCODE.ping) this.socket.write(encodeFrame(OPCODE.pong, text));
    if (opcode === OPCODE.close) this.end('closed by the server');
  }

  private packet(text: string, bytes: number): void {
    const { meter, session, handlers } = this.options;
    if (text.startsWith('43')) {
      meter.acks += 1;
      meter.ackBytes += bytes;
      return this.answer(text);
    }
    if (text.startsWith(EVENT_START)) {
      meter.events += 1;
      meter.eventBytes += bytes;
      if (this.options.readsEvents === false) return;
    } else meter.otherBytes += bytes;
    if (text.startsWith('42')) {
      const [name, payload] = JSON.parse(text.slice(2)) as [string, unknown];
      return handlers.event(name, payload);
    }
    // Engine.IO: 0 open, 1 close, 2 ping. Socket.IO (behind 4): 1 disconnect, 4 connect error; 0 is followed by `ready`.
    if (text.startsWith('0')) {
      const { min, max } = PROTOCOL;
      return this.send(`40${JSON.stringify({ ...session, protocol: [min, max] })}`);
    }
    if (text === '2') return this.send('3');
    if (text.startsWith('44')) return this.end(`refused: ${text.slice(2, 200)}`);
    if (text === '1' || text === '41') this.end('disconnected by the server');
  }

  private answer(text: string): void {
    const start = text.indexOf('[', 2);
    const id = Number(text.slice(2, start));
    const answered = this.waiting.get(id);
    if (answered === undefined) throw new Error(`an ack that nobody asked for: ${id}`);
    this.waiting.delete(id);
    const [ack] = JSON.parse(text.slice(start)) as [Ack<unknown>];
    answered(ack);
  }

  private send(text: string): void {
    if (this.over) return;
    const frame = encodeFrame(OPCODE.text, text);
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
