export type StreamSend = { clientMsgId: string; after?: string | undefined };

/** Refused sends of one stream that are remembered: twice what a device may have in flight to one conversation. */
const PER_STREAM = 64;

/**
 * Ordered streams: the sends of one connection to one conversation. When one is refused, those that were in flight behind
 * it must be too, or they would overtake its retry. A send names the one before it (`after`). All refused ones are remembered, as
 * one that is held back at the door is refused before the one that went in before it.
 */
export class SendStreams {
  private readonly refused = new Map<string, Set<string>>();

  constructor(private readonly max = 50_000) {}

  /** A send arrives. One that names none before it says that the device has heard of every refusal and begins again. */
  arrive(stream: string, send: StreamSend): void {
    if (send.after === undefined) this.refused.delete(stream);
  }

  /** True: the send before this one was refused, so this one is refused too (and the next one behind it). */
  isBehindRefused(stream: string, send: StreamSend): boolean {
    const refused = this.refused.get(stream);
    if (send.after === undefined || refused?.has(send.after) !== true) return false;
    remember(refused, send.clientMsgId);
    return true;
  }

  markRefused(stream: string, clientMsgId: string): void {
    const refused = this.refused.get(stream) ?? new Set();
    this.refused.delete(stream);
    if (this.refused.size >= this.max) {
      const oldest = this.refused.keys().next();
      if (oldest.done !== true) this.refused.delete(oldest.value);
    }
    remember(refused, clientMsgId);
    this.refused.set(stream, refused);
  }
}

function remember(refused: Set<string>, clientMsgId: string): void {
  if (refused.size >= PER_STREAM) {
    const [oldest = ''] = refused;
    refused.delete(oldest);
  }
  refused.add(clientMsgId);
}
