/** Deeper than anything in the contract. */
const MAX_DEPTH = 16;

/**
 * Whether this is one whole MessagePack value and nothing else, made of what JSON has and of bytes: no extension types, keys are
 * strings. Asked before anything is decoded, as a few bytes may announce arrays of billions in arrays of billions.
 */
export function isWithinBounds(bytes: Uint8Array): boolean {
  return valueEnd(bytes, 0, MAX_DEPTH) === bytes.length;
}

/** Where a value ends that is none, or not whole. */
const NOWHERE = Number.POSITIVE_INFINITY;

/** By first byte: so many bytes follow. Nothing, false, true, floats, integers. */
const FIXED: Readonly<Record<number, number>> = {
  0xc0: 0,
  0xc2: 0,
  0xc3: 0,
  0xca: 4,
  0xcb: 8,
  0xcc: 1,
  0xcd: 2,
  0xce: 4,
  0xcf: 8,
  0xd0: 1,
  0xd1: 2,
  0xd2: 4,
  0xd3: 8,
};

/** By first byte: what it is, and in so many bytes its length. */
const COUNTED: Readonly<Record<number, { of: 'bytes' | 'array' | 'map'; width: number }>> = {
  0xc4: { of: 'bytes', width: 1 },
  0xc5: { of: 'bytes', width: 2 },
  0xc6: { of: 'bytes', width: 4 },
  0xd9: { of: 'bytes', width: 1 },
  0xda: { of: 'bytes', width: 2 },
  0xdb: { of: 'bytes', width: 4 },
  0xdc: { of: 'array', width: 2 },
  0xdd: { of: 'array', width: 4 },
  0xde: { of: 'map', width: 2 },
  0xdf: { of: 'map', width: 4 },
};

function valueEnd(bytes: Uint8Array, at: number, depth: number): number {
  const head = bytes[at];
  if (head === undefined || depth === 0) return NOWHERE;
  const body = at + 1;
  if (head < 0x80 || head >= 0xe0) return body;
  if (head < 0x90) return mapEnd(bytes, body, { count: head & 0x0f, depth });
  if (head < 0xa0) return arrayEnd(bytes, body, { count: head & 0x0f, depth });
  if (head < 0xc0) return body + (head & 0x1f);
  const fixed = FIXED[head];
  if (fixed !== undefined) return body + fixed;
  const counted = COUNTED[head];
  if (counted === undefined) return NOWHERE;
  const inside = body + counted.width;
  if (inside > bytes.length) return NOWHERE;
  const count = lengthIn(bytes.subarray(body, inside));
  if (counted.of === 'bytes') return inside + count;
  return counted.of === 'array' ? arrayEnd(bytes, inside, { count, depth }) : mapEnd(bytes, inside, { count, depth });
}

type Held = { count: number; depth: number };

/** Each element takes a byte that is there, so this takes no longer than the bytes are, whatever the count says. */
function arrayEnd(bytes: Uint8Array, from: number, { count, depth }: Held): number {
  let at = from;
  for (let left = count; left > 0; left -= 1) {
    if (at >= bytes.length) return NOWHERE;
    at = valueEnd(bytes, at, depth - 1);
  }
  return at;
}

function mapEnd(bytes: Uint8Array, from: number, { count, depth }: Held): number {
  let at = from;
  for (let left = count; left > 0; left -= 1) {
    if (!isString(bytes[at])) return NOWHERE;
    at = valueEnd(bytes, valueEnd(bytes, at, 1), depth - 1);
  }
  return at;
}

function isString(head: number | undefined): boolean {
  return head !== undefined && ((head >= 0xa0 && head < 0xc0) || (head >= 0xd9 && head <= 0xdb));
}

function lengthIn(bytes: Uint8Array): number {
  return bytes.reduce((length, byte) => length * 256 + byte, 0);
}
