import { CLIENT_EVENTS, type ClientEvent } from '@parley/contract';

export type PlainEvent = { event: ClientEvent; payload: unknown; ackId: string };

const EVENT = '2'.charCodeAt(0);
const BRACKET = '['.charCodeAt(0);
const [ZERO, NINE] = ['0'.charCodeAt(0), '9'.charCodeAt(0)];
/** A client numbers its events from 0 on. */
const MOST_DIGITS = 15;

/**
 * `2<number>["event",payload]`: an event of the default namespace that wants an answer, as Socket.IO clients write it. null: anything
 * else, of which Socket.IO's parser knows more. Most of what a gateway reads is this, and its way through the parser, three emitters
 * and a tick costs as much as all the rest of reading it.
 */
export function plainEvent(packet: string): PlainEvent | null {
  if (packet.charCodeAt(0) !== EVENT) return null;
  let at = 1;
  for (let code = packet.charCodeAt(at); code >= ZERO && code <= NINE; code = packet.charCodeAt(at)) at += 1;
  if (at === 1 || at > MOST_DIGITS || packet.charCodeAt(at) !== BRACKET) return null;
  const args = parsed(packet.slice(at));
  if (!Array.isArray(args) || args.length !== 2) return null;
  const [event, payload] = args as unknown[];
  if (typeof event !== 'string' || !isClientEvent(event)) return null;
  return { event, payload, ackId: packet.slice(1, at) };
}

export function isClientEvent(event: string): event is ClientEvent {
  return Object.hasOwn(CLIENT_EVENTS, event);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
