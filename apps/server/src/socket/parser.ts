import { Decoder, Encoder, PacketType } from 'socket.io-parser';

/** Stands for a packet that can't be read. Not a legal event name, so it is answered like any unknown one. */
export const UNREADABLE = '';

/** The standard parser, except that an unreadable packet is answered with a code instead of closing the connection. */
class TolerantDecoder extends Decoder {
  override add(data: unknown): void {
    // Binary parts that were announced and never come would swallow whatever follows: it's read without them.
    const abandoned = typeof data === 'string' && Boolean(Reflect.get(this, 'reconstructor'));
    if (abandoned) this.giveUp();
    try {
      super.add(data);
    } catch {
      this.giveUp();
    }
  }

  private giveUp(): void {
    this.destroy();
    this.emitReserved('decoded', { type: PacketType.EVENT, nsp: '/', data: [UNREADABLE] });
  }
}

export const tolerantParser = { Encoder, Decoder: TolerantDecoder };
