import * as ws from 'ws';
import { encodePacket, EVENT_TYPE } from './msgpack.js';

/** How the packets of a connection are written: text on `/socket.io`, MessagePack on `/ws`. */
export const FORMATS = ['json', 'msgpack'] as const;
export type Format = (typeof FORMATS)[number];

/** The frame encoder of ws, which its types leave out; Engine.IO takes its frames as they are. */
const { Sender } = ws as unknown as { Sender: { frame(data: Buffer, options: Record<string, unknown>): Buffer[] } };

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
  const payload = Buffer.from(`4${packet}`);
  return { data: packet, bytes: payload.length, frame: inOnePiece(payload, 1) };
}

/** Bodies travel as JSON between the roles; devices that read JSON are the most, and get theirs without this. */
function asMsgpack(packet: string): EncodedFrame {
  const data = JSON.parse(packet.slice(1)) as unknown[];
  const payload = encodePacket({ type: EVENT_TYPE, nsp: '/', data });
  return { data: payload, bytes: payload.length, frame: inOnePiece(payload, 2) };
}

/** Header and payload apart would be corked and written as a vector, for each reader. */
function inOnePiece(payload: Buffer, opcode: number): Buffer[] {
  return [Buffer.concat(Sender.frame(payload, { readOnly: false, mask: false, rsv1: false, opcode, fin: true }))];
}
