/**
 * What logic sends to one gateway: many deliveries packed in one Redis message. A header of JSON names who gets what;
 * the frames follow as bytes, ready for the socket, so that a gateway parses no message.
 */
import type { SpanRef } from '../platform/spans.js';
import type { TraceId } from '../platform/trace.js';

/**
 * How much a delivery holds, and when the oldest of it was committed, if it is a message: what gateways count and time. `traces`:
 * of the messages in it, where lines of them are written. `span`: of the fan-out, where it is sampled.
 */
export type DeliveryMeasure = {
  entries: number;
  committedAt: number | null;
  traces: TraceId[];
  span?: SpanRef | undefined;
};
/** Durable entries for the devices of a user. The connection `origin` made the sends and is told the places only. */
export type EventDelivery = {
  kind: 'event';
  userId: string;
  origin: string;
  own: number[];
  measure: DeliveryMeasure;
  frame: string;
};
/** A signal to users; with a conversation only to connections that watch it. */
export type SignalDelivery = { kind: 'signal'; userIds: string[]; watching: string | null; frame: string };
/** Where a conversation stands, as it travels. */
/** `allSeq`: a message that calls all, if one was said since the last head. */
export type RoomHead = { seq: number; rev: number; ord: number; at: number; allSeq?: number };
/**
 * What was said in a read-mode conversation: the frame for those who watch it, the head for its other members. Only for those who
 * are members as of this access version, which the gateway asks logic about.
 */
export type RoomDelivery = {
  kind: 'room';
  conversationId: string;
  accessVersion: number;
  head: RoomHead;
  measure: DeliveryMeasure;
  frame: string;
};
/** From now on these users are to hear of the heads of a conversation. */
export type JoinedDelivery = { kind: 'joined'; conversationId: string; userIds: string[] };
/** Somebody's presence to those who look at them: with when they were last there, and without. */
export type LookDelivery = { kind: 'look'; userId: string; full: string; short: string };
export type Delivery = EventDelivery | SignalDelivery | RoomDelivery | JoinedDelivery | LookDelivery;

/** What is added comes last: a gateway or logic of before reads and writes the rest. */
type Measured = [entries?: number, committedAt?: number | null, traces?: TraceId[], span?: SpanRef];
type EventHead = ['e', userId: string, origin: string, own: number[], bytes: number, ...Measured];
type SignalHead = ['s', userIds: string[], watching: string | null, bytes: number];
type RoomHeader = ['r', conversationId: string, accessVersion: number, head: RoomHead, bytes: number, ...Measured];
type JoinedHead = ['j', conversationId: string, userIds: string[]];
type LookHead = ['l', userId: string, fullBytes: number, shortBytes: number];
type Head = EventHead | SignalHead | RoomHeader | JoinedHead | LookHead;

export function packEnvelope(deliveries: readonly Delivery[]): Buffer {
  const frames: Buffer[] = [];
  const heads = deliveries.map((delivery): Head => {
    if (delivery.kind === 'joined') return ['j', delivery.conversationId, delivery.userIds];
    if (delivery.kind === 'look') {
      const [full, short] = [Buffer.from(delivery.full), Buffer.from(delivery.short)];
      frames.push(full, short);
      return ['l', delivery.userId, full.length, short.length];
    }
    const frame = Buffer.from(delivery.frame);
    frames.push(frame);
    return headOf(delivery, frame.length);
  });
  const header = Buffer.from(JSON.stringify(heads));
  const size = Buffer.allocUnsafe(4);
  size.writeUInt32BE(header.length, 0);
  return Buffer.concat([size, header, ...frames]);
}

function headOf(delivery: Exclude<Delivery, JoinedDelivery | LookDelivery>, bytes: number): Head {
  switch (delivery.kind) {
    case 'event':
      return ['e', delivery.userId, delivery.origin, delivery.own, bytes, ...measured(delivery)];
    case 'signal':
      return ['s', delivery.userIds, delivery.watching, bytes];
    case 'room':
      return ['r', delivery.conversationId, delivery.accessVersion, delivery.head, bytes, ...measured(delivery)];
  }
}

function measured({ measure }: { measure: DeliveryMeasure }): Measured {
  const { entries, committedAt, traces, span } = measure;
  if (span !== undefined) return [entries, committedAt, traces, span];
  return traces.length === 0 ? [entries, committedAt] : [entries, committedAt, traces];
}

/** Throws when the bytes aren't an envelope. */
export function unpackEnvelope(bytes: Buffer): Delivery[] {
  let at = 4 + bytes.readUInt32BE(0);
  const heads = JSON.parse(bytes.toString('utf8', 4, at)) as Head[];
  const take = (length: number): string => {
    const frame = bytes.toString('utf8', at, at + length);
    at += length;
    return frame;
  };
  return heads.map((head): Delivery => {
    if (head[0] === 'e') {
      const [, userId, origin, own, bytes, entries = 1, committedAt = null, traces = [], span] = head;
      return {
        kind: 'event',
        userId,
        origin,
        own,
        measure: { entries, committedAt, traces, span },
        frame: take(bytes),
      };
    }
    if (head[0] === 'j') return { kind: 'joined', conversationId: head[1], userIds: head[2] };
    if (head[0] === 'l') return { kind: 'look', userId: head[1], full: take(head[2]), short: take(head[3]) };
    if (head[0] === 'r') {
      const [, conversationId, accessVersion, at, bytes, entries = 1, committedAt = null, traces = [], span] = head;
      const measure = { entries, committedAt, traces, span };
      return { kind: 'room', conversationId, accessVersion, head: at, measure, frame: take(bytes) };
    }
    return { kind: 'signal', userIds: head[1], watching: head[2], frame: take(head[3]) };
  });
}

/** Redis names; the one place where logic and gateways agree on them. */
export const CHANNELS = {
  /** Envelopes for one gateway. */
  gateway: (bootId: string): string => `parley:gateway:${bootId}`,
  /** Control words for all gateways. */
  allGateways: 'parley:gateways',
  /** Says that the directory's revocations moved on; carries nothing. */
  revocations: 'parley:revocations',
} as const;

/** Logic could not reach Redis for a while: whatever it wanted to deliver then, devices have to pull. */
export const RESYNC_ALL = 'resync';
