import { Inject, Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { metrics } from '../platform/metrics.js';
import { LOGIC_PORT, type LogicPort } from '../rpc/logic.port.js';
import { CursorAcks } from '../socket/cursor-acks.js';
import type { Connection } from '../socket/connection.js';
import type { Handlers, Unread } from '../socket/dispatcher.js';
import { SendAdmission } from '../socket/send-admission.js';
import { SendStreams } from './send-streams.js';
import { unreadSend } from './unread-send.js';

/** Sends over a socket; the ack leaves when the message is committed. */
@Injectable()
export class MessageGateway {
  /** What was refused here, or got lost on the way to logic, must not be overtaken by what is in flight behind it. */
  private readonly streams = new SendStreams();

  constructor(
    @Inject(LOGIC_PORT) private readonly logic: LogicPort,
    private readonly cursors: CursorAcks,
    private readonly admission: SendAdmission,
  ) {}

  readonly handlers: Handlers<'message.send'> = {
    'message.send': async (connection, { cursor, ...input }, traced) => {
      const arrivedAt = performance.now();
      this.cursors.note(connection, cursor);
      const stream = `${connection.id}/${input.conversationId}`;
      this.streams.arrive(stream, input);
      if (this.streams.isBehindRefused(stream, input)) throw new ParleyError('AFTER_FAILED');
      const { conversationId, clientMsgId } = input;
      const shard = this.admission.shardOf(conversationId);
      // Written so that it had to be read; the others were asked before.
      const retryAfterMs = this.admission.waitMs(shard, connection, performance.now());
      if (retryAfterMs > 0) {
        this.heldBack(stream, clientMsgId);
        throw new ParleyError('BUSY', { retryAfterMs });
      }
      const over = this.admission.begin(shard, performance.now());
      try {
        const sent = await this.logic.send({ actor: connection.actor, origin: connection.id, input, ...traced });
        over('answered', performance.now());
        metrics.ackSeconds.observe((performance.now() - arrivedAt) / 1_000);
        const own = connection.takeOwn();
        return own.length > 0 ? { ...sent, own } : sent;
      } catch (error) {
        over(error instanceof ParleyError && error.code === 'BUSY' ? 'busy' : 'answered', performance.now());
        this.streams.markRefused(stream, clientMsgId);
        throw error;
      }
    },
  };

  /** A send that is not let in, found out before it is read: refusing is all that is done for it. null: it has to be read. */
  refuseUnread(connection: Connection, packet: string): Unread | null {
    const now = performance.now();
    if (this.admission.hasRoom(now) && !connection.isLate(now)) return null;
    const send = unreadSend(packet);
    if (send === null) return null;
    const retryAfterMs = this.admission.waitMs(this.admission.shardOf(send.conversationId), connection, now);
    if (retryAfterMs === 0) return null;
    const stream = `${connection.id}/${send.conversationId}`;
    this.streams.arrive(stream, send);
    this.heldBack(stream, send.clientMsgId);
    return { ackId: send.ackId, retryAfterMs };
  }

  private heldBack(stream: string, clientMsgId: string): void {
    metrics.sendsHeldBack.inc();
    this.streams.markRefused(stream, clientMsgId);
  }

  /** The dispatcher refused a send before it came here (too many events). */
  refusedEarly(connectionId: string, payload: unknown): void {
    const send = payload as { conversationId?: unknown; clientMsgId?: unknown } | null | undefined;
    if (typeof send?.conversationId !== 'string' || typeof send.clientMsgId !== 'string') return;
    this.streams.markRefused(`${connectionId}/${send.conversationId.slice(0, 20)}`, send.clientMsgId.slice(0, 64));
  }
}
