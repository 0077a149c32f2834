import { encodePacket, EVENT_TYPE } from './msgpack.js';

/** How the packets of a connection are written: text on `/socket.io`, MessagePack on `/ws`. */
export const FORMATS = ['json', 'msgpack'] as const;
export type Format = (typeof FORMATS)[number];

const FINAL = 0x80;
const [TEXT, BINARY] = [1, 2];
/** Engine.IO's type of a packet that is a message: the character 4. */
const MESSAGE = 0x34;

/** A packet encoded to the last byte: WebSocket header, Engine.IO type, Socket.IO packet. `data`: as Engine.IO counts it. */
export type EncodedFrame = { data: string | Buffer; bytes: number; frame: Buffer[] };

/** One packet for any number of devices: encoded at most once per format, and only when a device of that format is there. */
export class OutgoingFrame {
  private readonly encoded: Partial<Record<Format, EncodedFrame>> = {};

  /** An event packet as frames.ts writes it. */
  constructor(readonly packet: string) {}

  as(format: Format): EncodedFrame {
    return (this.encoded[format] ??= format === 'json' ? asText(this.packet) : asMsgpack(this.packet));
  }
}

function asText(packet: string): EncodedFrame {
  const bytes = 1 + Buffer.byteLength(packet);
  const { frame, at } = emptyFrame(TEXT, bytes);
  frame[at] = MESSAGE;
  frame.write(packet, at + 1);
  return { data: packet, bytes, frame: [frame] };
}

/** Bodies travel as JSON between the roles; devices that read JSON are the most, and get theirs without this. */
function asMsgpack(packet: string): EncodedFrame {
  const data = JSON.parse(packet.slice(1)) as unknown[];
  const payload = encodePacket({ type: EVENT_TYPE, nsp: '/', data });
  const { frame, at } = emptyFrame(BINARY, payload.length);
  frame.set(payload, at);
  return { data: payload, bytes: payload.length, frame: [frame] };
}

/**
 * RFC 6455, 5.2: one whole frame, not masked, whose payload is to be written from `at` on. Header and payload in one piece, or they would
 * be written as a vector for each reader.
 */
function emptyFrame(opcode: number, payload: number): { frame: Buffer; at: number } {
  const at = payload < 126 ? 2 : payload < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(at + payload);
  frame[0] = FINAL | opcode;
  if (at === 2) frame[1] = payload;
  else if (at === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(payload, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(payload), 2);
  }
  return { frame, at };
}
