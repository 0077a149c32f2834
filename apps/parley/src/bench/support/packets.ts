import { decode, encode } from '@msgpack/msgpack';
import { PROTOCOL, type Ack, type ClientEvent } from '@parley/contract';

import { encodeFrame, OPCODE } from './frames.js';

/** How the devices of a load speak: the two ways into a gateway. */
export const PARSERS = ['json', 'msgpack'] as const;
export type Parser = (typeof PARSERS)[number];

/** A Socket.IO packet from the server. `read` decodes what a device may not want to know. */
export type Incoming =
  | { kind: 'ack'; id: number; read: () => Ack<unknown> }
  | { kind: 'entries' | 'event'; read: () => [name: string, payload: unknown] }
  | { kind: 'refused'; why: string }
  | { kind: 'over' | 'other' };

export interface LinkAuth {
  token: string;
  deviceId: string;
  /** Of a device of the peer that comes back: the newest that it has. */
  serverOffset?: number;
}

/** What is asked of a gateway, or of the peer (test/load/naive). */
export type Asked = ClientEvent | 'send' | 'history';

/** Socket.IO packets in one format, as WebSocket frames. */
export interface Packets {
  readonly path: string;
  readonly opcode: number;
  connect: (auth: LinkAuth) => Buffer;
  /** The payload is JSON: a load generator encodes its texts once. */
  request: (event: Asked, payload: string, id: number) => Buffer;
  /** Null: a frame of Engine.IO. */
  read: (payload: Buffer) => Incoming | null;
}

const authOf = ({ token, deviceId }: LinkAuth): object => ({ token, deviceId, protocol: [PROTOCOL.min, PROTOCOL.max] });

/** `pushed`: the event with which messages come. */
function jsonPackets(pushed: string, authOf: (auth: LinkAuth) => object): Packets {
  const entriesStart = `42["${pushed}"`;
  return {
    path: '/socket.io/',
    opcode: OPCODE.text,
    connect: (auth) => encodeFrame(OPCODE.text, `40${JSON.stringify(authOf(auth))}`),
    request: (event, payload, id) => encodeFrame(OPCODE.text, `42${id}["${event}",${payload}]`),
    read: (payload) => {
      const text = payload.toString();
      if (!text.startsWith('4')) return null;
      if (text.startsWith('43')) return jsonAck(text);
      if (text.startsWith('42')) {
        const kind = text.startsWith(entriesStart) ? 'entries' : 'event';
        return { kind, read: () => JSON.parse(text.slice(2)) as [string, unknown] };
      }
      if (text.startsWith('44')) return { kind: 'refused', why: text.slice(2, 200) };
      return { kind: text === '41' ? 'over' : 'other' };
    },
  };
}

function jsonAck(text: string): Incoming {
  const start = text.indexOf('[', 2);
  return {
    kind: 'ack',
    id: Number(text.slice(2, start)),
    read: () => (JSON.parse(text.slice(start)) as [Ack<unknown>])[0],
  };
}

const TYPE = { connect: 0, disconnect: 1, event: 2, ack: 3, refusal: 4 } as const;
type Packet = { type: number; data: unknown; nsp: string; id?: number };

const packetFrame = (packet: Packet): Buffer => encodeFrame(OPCODE.binary, encode(packet));

/** How the server begins a packet of entries: they are told apart without being decoded. */
const PACKED_ENTRIES = startOf('event');

function startOf(event: string): Buffer {
  const whole = Buffer.from(encode({ type: TYPE.event, data: [event, null], nsp: '/' }));
  return whole.subarray(0, whole.lastIndexOf(event) + event.length);
}

const msgpack: Packets = {
  path: '/ws/',
  opcode: OPCODE.binary,
  connect: (auth) => packetFrame({ type: TYPE.connect, data: authOf(auth), nsp: '/' }),
  request: (event, payload, id) =>
    packetFrame({ type: TYPE.event, data: [event, JSON.parse(payload) as unknown], nsp: '/', id }),
  read: (payload) => {
    if (payload.subarray(0, PACKED_ENTRIES.length).equals(PACKED_ENTRIES)) {
      // Decoded at once or never: the bytes belong to the next read.
      return { kind: 'entries', read: () => (decode(payload) as Packet).data as [string, unknown] };
    }
    const { type, data, id } = decode(payload) as Packet;
    if (type === TYPE.ack && id !== undefined) return { kind: 'ack', id, read: () => (data as [Ack<unknown>])[0] };
    if (type === TYPE.event) return { kind: 'event', read: () => data as [string, unknown] };
    if (type === TYPE.refusal) return { kind: 'refused', why: JSON.stringify(data).slice(0, 200) };
    return { kind: type === TYPE.disconnect ? 'over' : 'other' };
  },
};

export const PACKETS: Readonly<Record<Parser | 'peer', Packets>> = {
  json: jsonPackets('event', authOf),
  msgpack,
  peer: jsonPackets('message', ({ token, serverOffset }) => ({ token, serverOffset })),
};
