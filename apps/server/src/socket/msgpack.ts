import { Decoder, Encoder } from '@msgpack/msgpack';
import { isPacketValid, type Packet as LoosePacket, PacketType } from 'socket.io-parser';
import { isWithinBounds } from './msgpack-bounds.js';

/**
 * Socket.IO packets as the standard MessagePack parser writes them: one map of `type`, `data`, `nsp` and, of what is to be
 * answered, `id`.
 */
export const EVENT_TYPE: number = PacketType.EVENT;

/** Its `data` is anything. */
type Packet = Omit<LoosePacket, 'data'> & { data?: unknown };

const encoder = new Encoder({ ignoreUndefined: true });
const decoder = new Decoder();

export function encodePacket({ type, data, nsp, id }: Packet): Buffer {
  const { buffer, byteOffset, byteLength } = encoder.encode({ type, data, nsp, id });
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Null: not a packet, or one that nobody may send here. */
export function decodePacket(bytes: Uint8Array): Packet | null {
  if (!isWithinBounds(bytes)) return null;
  try {
    const { type, data, nsp, id } = decoder.decode(bytes) as Packet;
    const packet: Packet = { type, nsp, data, ...(id === undefined ? {} : { id }) };
    // What the guard took for an event, and so left to the dispatcher to count, must be one.
    return isPacketValid(packet) && (type === PacketType.EVENT || !looksLikeEvent(bytes)) ? packet : null;
  } catch {
    return null;
  }
}

/** The type stands first, as every parser that we know writes it. */
const TYPE_KEY = Buffer.from('\xa4type', 'latin1');

/** Without decoding it: a map whose first field says that it is an event. */
export function looksLikeEvent(bytes: Uint8Array): boolean {
  if (((bytes[0] ?? 0) & 0xf0) !== 0x80) return false;
  return TYPE_KEY.every((byte, at) => bytes[1 + at] === byte) && bytes[1 + TYPE_KEY.length] === PacketType.EVENT;
}
