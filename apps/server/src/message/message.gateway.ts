import { Inject, Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { metrics } from '../platform/metrics.js';
import { LOGIC_PORT, type LogicPort } from '../rpc/logic.port.js';
import { CursorAcks } from '../socket/cursor-acks.js';
import type { Handlers } from '../socket/dispatcher.js';
import { SendStreams } from './send-streams.js';

/** Sends over a socket; the ack leaves when the message is committed. */
@Injectable()
export class MessageGateway {
  /** What was refused here, or got lost on the way to logic, must not be overtaken by what is in flight behind it. */
  private readonly streams = new SendStreams();

  constructor(
    @Inject(LOGIC_PORT) private readonly logic: LogicPort,
    private readonly cursors: CursorAcks,
  ) {}

  readonly handlers: Handlers<'message.send'> = {
    'message.send': async (connection, { cursor, ...input }, trace) => {
      const arrivedAt = performance.now();
      this.cursors.note(connection, cursor);
      const stream = `${connection.id}/${input.conversationId}`;
      this.streams.arrive(stream, input);
      if (this.streams.isBehindRefused(stream, input)) throw new ParleyError('AFTER_FAILED');
      try {
        const sent = await this.logic.send({ actor: connection.actor, origin: connection.id, input, trace });
        metrics.ackSeconds.observe((performance.now() - arrivedAt) / 1_000);
        const own = connection.takeOwn();
        return own.length > 0 ? { ...sent, own } : sent;
      } catch (error) {
        this.streams.markRefused(stream, input.clientMsgId);
        throw error;
      }
    },
  };

  /** The dispatcher refused a send before it came here (too many events). */
  refusedEarly(connectionId: string, payload: unknown): void {
    const send = payload as { conversationId?: unknown; clientMsgId?: unknown } | null | undefined;
    if (typeof send?.conversationId !== 'string' || typeof send.clientMsgId !== 'string') return;
    this.streams.markRefused(`${connectionId}/${send.conversationId.slice(0, 20)}`, send.clientMsgId.slice(0, 64));
  }
}
