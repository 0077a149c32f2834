import type { WireError } from '@parley/contract';

/** One call or answer on the link; many travel in one frame. */
export type RpcCall = [id: number, method: string, input: unknown];
export type RpcAnswer = [id: number, ok: 1, data: unknown] | [id: number, ok: 0, error: WireError];

/** Of the largest answers (pages are bounded in bytes) so many stay far below the bound of a frame. */
const ITEMS_PER_FRAME = 16;

/** A frame is a 4-byte big-endian length and that many bytes of JSON. Larger than any page that logic answers with. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024;

export function encodeFrame(items: readonly (RpcCall | RpcAnswer)[]): Buffer {
  const json = JSON.stringify(items);
  const length = Buffer.byteLength(json);
  const frame = Buffer.allocUnsafe(4 + length);
  frame.writeUInt32BE(length, 0);
  frame.write(json, 4);
  return frame;
}

/** Cuts a byte stream into frames; throws when the peer speaks something else. */
export class FrameReader<T> {
  private chunks: Buffer[] = [];
  private size = 0;

  /** Takes bytes as they come, gives every frame that is complete. */
  push(chunk: Buffer): T[][] {
    this.chunks.push(chunk);
    this.size += chunk.length;
    const frames: T[][] = [];
    for (let frame = this.take(); frame !== null; frame = this.take()) frames.push(frame);
    return frames;
  }

  private take(): T[] | null {
    if (this.size < 4) return null;
    if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks)];
    const [bytes] = this.chunks;
    if (bytes === undefined) return null;
    const length = bytes.readUInt32BE(0);
    if (length > MAX_FRAME_BYTES) throw new Error(`rpc frame of ${length} bytes`);
    if (bytes.length < 4 + length) return null;
    this.chunks = [bytes.subarray(4 + length)];
    this.size = bytes.length - 4 - length;
    return JSON.parse(bytes.toString('utf8', 4, 4 + length)) as T[];
  }
}

/** Gathers what one turn of the event loop produces into few frames: a write per turn, not per call. */
export class FrameWriter<T extends RpcCall | RpcAnswer> {
  private pending: T[] = [];

  constructor(private readonly write: (frame: Buffer) => void) {}

  add(item: T): void {
    if (this.pending.length === 0) setImmediate(() => this.flush());
    this.pending.push(item);
  }

  private flush(): void {
    const items = this.pending;
    this.pending = [];
    for (let at = 0; at < items.length; at += ITEMS_PER_FRAME)
      this.write(encodeFrame(items.slice(at, at + ITEMS_PER_FRAME)));
  }
}
