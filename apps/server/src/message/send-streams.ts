export type StreamSend = { clientMsgId: string; after?: string | undefined };

/**
 * Ordered streams: the sends of one connection to one conversation. When one is refused, those that were in flight behind
 * it must be too, or they would overtake its retry. A send names the one before it (`after`), so remembering the last
 * refused one of each stream is enough.
 */
export class SendStreams {
  private readonly refused = new Map<string, string>();

  constructor(private readonly max = 50_000) {}

  /** A send arrives. One that names none before it says that the device has heard of every refusal and begins again. */
  arrive(stream: string, send: StreamSend): void {
    if (send.after === undefined) this.refused.delete(stream);
  }

  /** True: the send before this one was refused, so this one is refused too (and the next one behind it). */
  isBehindRefused(stream: string, send: StreamSend): boolean {
    if (send.after === undefined || this.refused.get(stream) !== send.after) return false;
    this.refused.set(stream, send.clientMsgId);
    return true;
  }

  markRefused(stream: string, clientMsgId: string): void {
    this.refused.delete(stream);
    if (this.refused.size >= this.max) {
      const oldest = this.refused.keys().next();
      if (oldest.done !== true) this.refused.delete(oldest.value);
    }
    this.refused.set(stream, clientMsgId);
  }
}
