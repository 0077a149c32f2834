const WHOLE_TEXT = 0x81;
const MASKED = 0x80;
const [TWO_BYTES, EIGHT_BYTES] = [126, 127];
const MASK = 4;
/** What is longer costs by its length, not by its way. */
const MOST = 4_096;
const unmasked = Buffer.allocUnsafeSlow(MOST);

/**
 * The text of what was read from a WebSocket, if it is one whole frame of ASCII and nothing else. null: anything else, of which the
 * library knows more.
 */
export function plainFrame(read: Uint8Array): string | null {
  if (read[0] !== WHOLE_TEXT) return null;
  const short = (read[1] ?? 0) - MASKED;
  if (short < 0 || short === EIGHT_BYTES) return null;
  const isShort = short !== TWO_BYTES;
  const mask = isShort ? 2 : 4;
  const length = isShort ? short : ((read[2] ?? 0) << 8) | (read[3] ?? 0);
  const from = mask + MASK;
  if (length > MOST || read.length !== from + length) return null;
  let all = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = (read[from + at] ?? 0) ^ (read[mask + (at & 3)] ?? 0);
    unmasked[at] = byte;
    all |= byte;
  }
  // Beyond ASCII it has to be looked whether it is UTF-8 at all.
  return all < 0x80 ? unmasked.toString('latin1', 0, length) : null;
}
