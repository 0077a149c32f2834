/**
 * What logic sends to one gateway: many deliveries packed in one Redis message. A header of JSON names who gets what;
 * the frames follow as bytes, ready for the socket, so that a gateway parses no message.
 */

/** Durable entries for the devices of a user. The connection `origin` made the sends and is told the places only. */
export type EventDelivery = { kind: 'event'; userId: string; origin: string; own: number[]; frame: string };
/** A signal to users; with a conversation only to connections that watch it. */
export type SignalDelivery = { kind: 'signal'; userIds: string[]; watching: string | null; frame: string };
export type Delivery = EventDelivery | SignalDelivery;

type EventHead = ['e', userId: string, origin: string, own: number[], bytes: number];
type SignalHead = ['s', userIds: string[], watching: string | null, bytes: number];
type Head = EventHead | SignalHead;

export function packEnvelope(deliveries: readonly Delivery[]): Buffer {
  const frames: Buffer[] = [];
  const heads = deliveries.map((delivery): Head => {
    const frame = Buffer.from(delivery.frame);
    frames.push(frame);
    return delivery.kind === 'event'
      ? ['e', delivery.userId, delivery.origin, delivery.own, frame.length]
      : ['s', delivery.userIds, delivery.watching, frame.length];
  });
  const header = Buffer.from(JSON.stringify(heads));
  const size = Buffer.allocUnsafe(4);
  size.writeUInt32BE(header.length, 0);
  return Buffer.concat([size, header, ...frames]);
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
      return { kind: 'event', userId: head[1], origin: head[2], own: head[3], frame: take(head[4]) };
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
