import type { Socket } from 'socket.io';
import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { isTooDeep } from '../http/json-depth.js';
import { decodePacket, encodePacket, looksLikeEvent } from './msgpack.js';
import type { Format } from './outgoing-frame.js';
import type { EngineSocket } from './packet-guard.js';

/** Stands for a packet that can't be read. Not a legal event name, so it is answered like any unknown one. */
export const UNREADABLE = '';

const unreadable = (): Packet => ({ type: PacketType.EVENT, nsp: '/', data: [UNREADABLE] });

/**
 * What is done with a packet of text before the parser reads it: `refuses` looks at its beginning only, and costs the same however deep it
 * is nested; `takes` reads it whole.
 */
export type BeforeReading = { refuses: (packet: string) => boolean; takes: (packet: string) => boolean };

/** The standard parser, except that an unreadable packet is answered with a code instead of closing the connection. */
class TolerantDecoder extends Decoder {
  /** Shown each packet that is not read yet, `refuses` first; true: it is dealt with. */
  unread: BeforeReading = { refuses: () => false, takes: () => false };

  override add(data: unknown): void {
    // Binary parts that were announced and never come would swallow whatever follows: it's read without them.
    const abandoned = typeof data === 'string' && Boolean(Reflect.get(this, 'reconstructor'));
    if (abandoned) this.giveUp();
    if (typeof data === 'string') {
      if (this.unread.refuses(data)) return;
      if (isTooDeep(data)) return this.giveUp();
      if (this.unread.takes(data)) return;
    }
    try {
      super.add(data);
    } catch {
      this.giveUp();
    }
  }

  /** The same for one that did not come here yet; false: it has to. */
  takes(packet: string): boolean {
    if (Reflect.get(this, 'reconstructor')) return false;
    return this.unread.refuses(packet) || (!isTooDeep(packet) && this.unread.takes(packet));
  }

  private giveUp(): void {
    this.destroy();
    this.emitReserved('decoded', unreadable());
  }
}

class MsgpackDecoder extends Decoder {
  override add(data: unknown): void {
    const packet = data instanceof Uint8Array ? decodePacket(data) : null;
    this.emitReserved('decoded', packet ?? unreadable());
  }
}

class MsgpackEncoder {
  encode(packet: Packet): Buffer[] {
    return [encodePacket(packet)];
  }
}

/** Of each format where it is spoken, how, and what of it is an event by its first bytes. */
export const WIRES = {
  json: {
    path: '/socket.io',
    parser: { Encoder, Decoder: TolerantDecoder },
    isEvent: (data: unknown): boolean => typeof data === 'string' && data.startsWith(String(PacketType.EVENT)),
  },
  msgpack: {
    path: '/ws',
    parser: { Encoder: MsgpackEncoder, Decoder: MsgpackDecoder },
    isEvent: (data: unknown): boolean => data instanceof Uint8Array && looksLikeEvent(data),
  },
} as const satisfies Record<Format, object>;

/**
 * Shows each packet of a connection to somebody before the parser reads it. Only what comes as text: MessagePack
 * is read first, and refused then.
 */
export function beforeReading(socket: Socket, unread: BeforeReading): void {
  const { decoder, conn } = (socket as unknown as { client: { decoder: Decoder; conn: EngineSocket } }).client;
  if (!(decoder instanceof TolerantDecoder)) return;
  decoder.unread = unread;
  conn.takes = (packet) => decoder.takes(packet);
}
