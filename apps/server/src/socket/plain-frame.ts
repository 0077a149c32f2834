import { isUtf8 } from 'node:buffer';

const WHOLE_TEXT = 0x81;
const MASKED = 0x80;
const [TWO_BYTES, EIGHT_BYTES] = [126, 127];
const MASK = 4;
/** What is longer costs by its length, not by its way. */
const MOST = 16_384;
const unmasked = Buffer.allocUnsafeSlow(MOST);

/** `end`: where in what was read the next frame begins. */
export type PlainFrame = { text: string; end: number };

/**
 * The text of what was read from a WebSocket, from `start` on, if a whole frame of text stands there. null: anything else, of which the
 * library knows more.
 */
export function plainFrame(read: Uint8Array, start: number): PlainFrame | null {
  if (read[start] !== WHOLE_TEXT) return null;
  const short = (read[start + 1] ?? 0) - MASKED;
  if (short < 0 || short === EIGHT_BYTES) return null;
  const isShort = short !== TWO_BYTES;
  const mask = start + (isShort ? 2 : 4);
  const length = isShort ? short : ((read[start + 2] ?? 0) << 8) | (read[start + 3] ?? 0);
  const from = mask + MASK;
  if (length > MOST || read.length < from + length) return null;
  let all = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = (read[from + at] ?? 0) ^ (read[mask + (at & 3)] ?? 0);
    unmasked[at] = byte;
    all |= byte;
  }
  const end = from + length;
  if (all < 0x80) return { text: unmasked.toString('latin1', 0, length), end };
  const bytes = unmasked.subarray(0, length);
  return isUtf8(bytes) ? { text: bytes.toString('utf8'), end } : null;
}
