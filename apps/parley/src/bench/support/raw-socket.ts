import { connect, type Socket } from 'node:net';

import { FrameReader, OPCODE } from './frames.js';
import type { Address } from './load-result.js';
import { PACKETS, type Parser } from './packets.js';
import { Upgrade } from './upgrade.js';

/** A way that none of the two parsers is asked for: plain HTTP, or nothing at all. */
export type Way = Parser | 'none';

export interface RawOptions {
  address: Address;
  localAddress: string;
  way: Way;
  /** More headers of the upgrade. */
  headers?: readonly string[];
  /** The upgrade is through. */
  upgraded?: (raw: RawSocket) => void;
  /** Text frames of the server, Engine.IO type first. */
  text?: (text: string) => void;
  binary?: (packet: Buffer) => void;
  /** Once: `HTTP 503`, `close 1009`, `closed` and so on. */
  ended: (how: string) => void;
}

const HEAD_CHARS = 2_048;

/** A connection that may send what no client would. Tells how the server ends it. */
export class RawSocket {
  readonly tcp: Socket;
  private readonly options: RawOptions;
  private readonly reader = new FrameReader((opcode, payload) => this.frame(opcode, payload));
  private upgrade: Upgrade | null;
  private head = '';
  private over = false;

  constructor(options: RawOptions) {
    this.options = options;
    const { address, localAddress, way } = options;
    this.upgrade = way === 'none' ? null : new Upgrade();
    this.tcp = connect({ host: address.host, port: address.port, localAddress, noDelay: true });
    this.tcp.on('connect', () => {
      const path = way === 'none' ? '' : PACKETS[way].path;
      if (this.upgrade !== null)
        this.tcp.write(this.upgrade.request({ ...address, path, more: options.headers ?? [] }));
    });
    this.tcp.on('data', (bytes) => this.read(bytes));
    this.tcp.on('error', () => this.end('closed'));
    this.tcp.on('close', () => this.end('closed'));
  }

  get ended(): boolean {
    return this.over;
  }

  /** False: wait until it has gone out. */
  write(bytes: Buffer | string): boolean {
    return this.over ? true : this.tcp.write(bytes);
  }

  close(): void {
    this.over = true;
    this.tcp.destroy();
  }

  private read(bytes: Buffer): void {
    if (this.over) return;
    if (this.options.way === 'none') return this.plain(bytes);
    try {
      if (this.upgrade === null) return this.reader.feed(bytes);
      const frames = this.upgrade.read(bytes);
      if (frames === null) return;
      this.upgrade = null;
      this.options.upgraded?.(this);
      if (frames.length > 0) this.reader.feed(frames);
    } catch (error) {
      this.end(statusIn(error instanceof Error ? error.message : '') ?? 'closed');
    }
  }

  private plain(bytes: Buffer): void {
    if (this.head.length < HEAD_CHARS) this.head += bytes.toString('latin1', 0, HEAD_CHARS);
    const status = statusIn(this.head);
    if (status !== null) this.end(status);
  }

  private frame(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.text) this.options.text?.(payload.toString());
    if (opcode === OPCODE.binary) this.options.binary?.(payload);
    if (opcode === OPCODE.close) this.end(payload.length >= 2 ? `close ${payload.readUInt16BE(0)}` : 'close');
  }

  private end(how: string): void {
    if (this.over) return;
    this.close();
    this.options.ended(how);
  }
}

function statusIn(text: string): string | null {
  const status = /HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  return status === undefined ? null : `HTTP ${status}`;
}
