import { Injectable } from '@nestjs/common';
import { type MessageSend, type MessageSent, ParleyError } from '@parley/contract';
import { checkContent } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { type SpanRef, spans } from '../platform/spans.js';
import type { TraceId } from '../platform/trace.js';
import { MessageAppender } from './message-appender.js';
import { toSendColumns } from './message-content.js';
import { PendingSend } from './pending-send.js';
import { SendStreams } from './send-streams.js';

type SentFrom = { origin?: string; trace?: TraceId | undefined; span?: SpanRef | undefined };

/** Sends one message. Idempotent per (conversation, sender, clientMsgId). Why each step: docs/sending-a-message.md */
@Injectable()
export class SendMessage {
  private readonly streams = new SendStreams();

  constructor(private readonly appender: MessageAppender) {}

  /** `origin` is the connection, '' for REST; with device and conversation it names the ordered stream. */
  execute(actor: Actor, input: MessageSend, { origin = '', trace, span }: SentFrom = {}): Promise<MessageSent> {
    const columns = toSendColumns(input.content);
    const send = new PendingSend({ actor, origin, input, columns, trace }, this.streams);
    // What came over a socket is sampled there, or not at all.
    const open =
      origin === ''
        ? spans.root('SendMessage', send.trace)
        : spans.below(span === undefined ? [] : [span], 'SendMessage');
    if (open !== null) {
      send.span = open.ref;
      send.done.then(
        () => open.end(),
        ({ code }: ParleyError) => open.end(code),
      );
    }
    try {
      checkContent(input.content);
    } catch (error) {
      send.refuse(error instanceof ParleyError ? error : new ParleyError('INTERNAL'));
      return send.done;
    }
    return this.appender.append(send);
  }
}
