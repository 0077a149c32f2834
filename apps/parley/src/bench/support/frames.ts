/** WebSocket frames from the client's side (RFC 6455), only as far as a Socket.IO server uses them. */
import { randomBytes } from 'node:crypto';

export const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Masked, as clients must: a mask of zeroes would spare the server the work that real clients make it do. */
const MASK = randomBytes(4).map((byte) => byte | 1);
const [M0 = 1, M1 = 1, M2 = 1, M3 = 1] = MASK;

export function encodeFrame(opcode: number, payload: string | Uint8Array): Buffer {
  const length = Buffer.byteLength(payload);
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const start = 2 + extended + 4;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) frame.writeUInt16BE(length, 2);
  if (extended === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(MASK, 2 + extended);
  if (typeof payload === 'string') frame.write(payload, start);
  else frame.set(payload, start);
  mask(frame, start);
  return frame;
}

function mask(frame: Buffer, start: number): void {
  const end = frame.length;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    frame[at] = (frame[at] ?? 0) ^ M0;
    frame[at + 1] = (frame[at + 1] ?? 0) ^ M1;
    frame[at + 2] = (frame[at + 2] ?? 0) ^ M2;
    frame[at + 3] = (frame[at + 3] ?? 0) ^ M3;
  }
  for (let turn = 0; at < end; at += 1, turn += 1) frame[at] = (frame[at] ?? 0) ^ (MASK[turn] ?? 0);
}

/** The payload is a view of what was fed. */
export type FrameSink = (opcode: number, payload: Buffer, bytes: number) => void;

/** Cuts a byte stream into frames. The bytes it is fed may be overwritten afterwards: what is incomplete is copied. */
export class FrameReader {
  private rest: Buffer | null = null;
  private readonly sink: FrameSink;

  constructor(sink: FrameSink) {
    this.sink = sink;
  }

  feed(chunk: Buffer): void {
    const bytes = this.rest === null ? chunk : Buffer.concat([this.rest, chunk]);
    this.rest = null;
    let at = 0;
    for (;;) {
      const next = this.take(bytes, at);
      if (next === at) break;
      at = next;
    }
    if (at < bytes.length) this.rest = bytes === chunk ? Buffer.from(bytes.subarray(at)) : bytes.subarray(at);
  }

  /** Where the frame that begins at `at` ends; `at` itself when it is not whole yet. */
  private take(bytes: Buffer, at: number): number {
    if (at + 2 > bytes.length) return at;
    const head = bytes.readUInt8(at);
    const short = bytes.readUInt8(at + 1);
    if ((head & 0xf0) !== 0x80 || (short & 0x80) !== 0) throw new Error('a frame that Socket.IO servers do not send');
    let start = at + 2;
    let length = short;
    if (short === 126) {
      if (at + 4 > bytes.length) return at;
      length = bytes.readUInt16BE(at + 2);
      start = at + 4;
    } else if (short === 127) {
      if (at + 10 > bytes.length) return at;
      length = Number(bytes.readBigUInt64BE(at + 2));
      start = at + 10;
    }
    const end = start + length;
    if (end > bytes.length) return at;
    this.sink(head & 0x0f, bytes.subarray(start, end), end - at);
    return end;
  }
}
