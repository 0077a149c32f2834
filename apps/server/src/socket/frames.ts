import type { Ack, Heads, ServerEvent, ServerPayload } from '@parley/contract';

/** A Socket.IO event packet of the default namespace as text, ready for the Engine.IO layer. */
export function encodeEvent<E extends ServerEvent>(event: E, payload: ServerPayload<E>): string {
  return `2${JSON.stringify([event, payload])}`;
}

/** The answer to the event that came with that number. */
export function encodeAck(ackId: string, body: Ack<unknown>): string {
  return `3${ackId}[${JSON.stringify(body)}]`;
}

/** An `event` packet around entries that are JSON already: a message's body is encoded once for all its readers. */
export function encodeEntries(incarnation: string, entries: readonly string[]): string {
  return `2["event",{"incarnation":${JSON.stringify(incarnation)},"entries":[${entries.join(',')}]}]`;
}

/** A `timeline` packet around messages and changes that are JSON already. */
export function encodeTimeline(head: Heads, messages: readonly string[], changes: readonly string[]): string {
  return `2["timeline",{"head":${JSON.stringify(head)},"messages":[${messages.join(',')}],"changes":[${changes.join(',')}]}]`;
}

/** An `event` packet of encodeEntries that also tells places of the reader's own sends. */
export function withOwn(packet: string, own: readonly number[]): string {
  return `${packet.slice(0, -2)},"own":[${own.join(',')}]}]`;
}
