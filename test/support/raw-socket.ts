import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Session } from './device.js';
import { PATIENCE_MS, until, within } from './wait.js';

type OpenOptions = { query?: string; path?: string };

/**
 * A WebSocket by hand, on a TCP connection that the test owns: it can send bytes that no client library would, and stop
 * reading.
 */
export class RawSocket {
  /** Text frames that arrived, Engine.IO type first. */
  readonly texts: string[] = [];
  /** Binary frames that arrived. */
  readonly binaries: Buffer[] = [];
  /** The code of the close frame, once one came. */
  closeCode: number | null = null;
  ended = false;
  private rest = Buffer.alloc(0);

  private constructor(readonly tcp: Socket) {
    tcp.on('error', () => undefined);
    tcp.on('close', () => {
      this.ended = true;
    });
  }

  /** The upgrade is through; nothing of Socket.IO is said yet. */
  static async open(url: string, { query = '', path = '/socket.io/' }: OpenOptions = {}): Promise<RawSocket> {
    const { hostname, port } = new URL(url);
    const tcp = connect(Number(port), hostname);
    const raw = new RawSocket(tcp);
    tcp.write(
      `GET ${path}?EIO=4&transport=websocket${query === '' ? '' : `&${query}`} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\n` +
        `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    let head = Buffer.alloc(0);
    await within(
      PATIENCE_MS,
      'the upgrade',
      new Promise<void>((resolve, reject) => {
        const read = (chunk: Buffer): void => {
          head = Buffer.concat([head, chunk]);
          const end = head.indexOf('\r\n\r\n');
          if (end === -1) return;
          tcp.off('data', read);
          if (!head.toString('latin1').startsWith('HTTP/1.1 101')) reject(new Error(head.toString('latin1', 0, end)));
          tcp.on('data', (more: Buffer) => raw.receive(more));
          raw.receive(head.subarray(end + 4));
          resolve();
        };
        tcp.on('data', read);
        tcp.once('close', () => reject(new Error('closed during the upgrade')));
      }),
    );
    return raw;
  }

  /** Signed in, as any device. */
  static async signIn(url: string, { token, deviceId }: Session): Promise<RawSocket> {
    const raw = await RawSocket.open(url);
    raw.text(`40${JSON.stringify({ token, deviceId, protocol: [1, 1] })}`);
    await raw.untilText((text) => text.startsWith('42["ready"'));
    return raw;
  }

  text(payload: string | Buffer): void {
    this.tcp.write(frame(1, Buffer.from(payload)));
  }

  binary(payload: Buffer): void {
    this.tcp.write(frame(2, payload));
  }

  /** One byte of a message that goes on. */
  piece(isFirst: boolean): void {
    const bytes = frame(isFirst ? 1 : 0, Buffer.from('x'));
    bytes[0] = isFirst ? 1 : 0;
    this.tcp.write(bytes);
  }

  ping(payload: Buffer): void {
    this.tcp.write(frame(9, payload));
  }

  async untilText(fits: (text: string) => boolean): Promise<string> {
    await until('a frame', () => this.texts.some(fits));
    return this.texts.find(fits) ?? '';
  }

  /** Sends an event with an ack id and waits for its ack. */
  async ask(id: number, event: string, payload: unknown): Promise<unknown> {
    this.text(`42${id}${JSON.stringify([event, payload])}`);
    const answer = await this.untilText((text) => text.startsWith(`43${id}[`));
    return (JSON.parse(answer.slice(`43${id}`.length)) as unknown[])[0];
  }

  destroy(): void {
    this.tcp.destroy();
  }

  private receive(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    for (;;) {
      const size = sizeOf(this.rest);
      if (size === null || this.rest.length < size.head + size.body) return;
      const opcode = (this.rest[0] ?? 0) & 15;
      const body = this.rest.subarray(size.head, size.head + size.body);
      if (opcode === 1) this.texts.push(body.toString());
      else if (opcode === 2) this.binaries.push(Buffer.from(body));
      else if (opcode === 8) this.closed(body);
      else if (opcode === 9) this.tcp.write(frame(10, body));
      this.rest = this.rest.subarray(size.head + size.body);
    }
  }

  private closed(body: Buffer): void {
    this.closeCode = body.length >= 2 ? body.readUInt16BE(0) : 1005;
    this.tcp.end(frame(8, body));
  }
}

function sizeOf(bytes: Buffer): { head: number; body: number } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 127;
  if (short < 126) return { head: 2, body: short };
  if (short === 126) return bytes.length < 4 ? null : { head: 4, body: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? null : { head: 10, body: Number(bytes.readBigUInt64BE(2)) };
}

/** A masked client frame. */
function frame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const short = payload.length < 126 ? payload.length : payload.length < 65_536 ? 126 : 127;
  const head = Buffer.alloc(short < 126 ? 2 : short === 126 ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | short;
  if (short === 126) head.writeUInt16BE(payload.length, 2);
  if (short === 127) head.writeBigUInt64BE(BigInt(payload.length), 2);
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return Buffer.concat([head, mask, masked]);
}
