import { type MessageSend, type MessageSent, ParleyError } from '@parley/contract';
import type { Actor } from '../auth/actor.js';
import { metrics } from '../platform/metrics.js';
import type { SpanRef } from '../platform/spans.js';
import { newTraceId, type TraceId } from '../platform/trace.js';
import type { SendColumns } from './message-content.js';
import type { SendStreams } from './send-streams.js';

/** A forward has no content of its own. */
export type SendInput = Omit<MessageSend, 'content'> & Partial<Pick<MessageSend, 'content'>>;

export type PendingSendInput = {
  actor: Actor;
  origin: string;
  input: SendInput;
  columns: SendColumns;
  /** Of the request that it came with; one of its own otherwise. */
  trace?: TraceId | undefined;
};

/** A send that waits for its batch; settled exactly once. */
export class PendingSend {
  readonly actor: Actor;
  /** The connection that sent it; '' for REST. */
  readonly origin: string;
  readonly input: SendInput;
  readonly columns: SendColumns;
  readonly trace: TraceId;
  /** Of the command, where it is sampled. */
  span: SpanRef | undefined;
  readonly stream: string;
  readonly done: Promise<MessageSent>;
  /** Rounds of the lane that it went through without an answer. */
  tries = 0;
  resolve!: (sent: MessageSent) => void;
  private reject!: (error: ParleyError) => void;
  private refused = false;

  constructor(
    { actor, origin, input, columns, trace }: PendingSendInput,
    private readonly streams: SendStreams,
  ) {
    this.actor = actor;
    this.origin = origin;
    this.input = input;
    this.columns = columns;
    this.trace = trace ?? newTraceId();
    this.stream = `${origin}/${actor.deviceId}/${input.conversationId}`;
    streams.arrive(this.stream, input);
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** Set by the lane that holds it: refuses what waits there behind it. */
  onRefused: () => void = () => undefined;

  /** Refuses, and with it what this device has in flight behind: before the device can hear of it and begin again. */
  refuse(error: ParleyError): void {
    if (this.refused) return;
    this.refused = true;
    metrics.sendsRefused.inc({ code: error.code });
    this.streams.markRefused(this.stream, this.input.clientMsgId);
    this.reject(error);
    this.onRefused();
  }

  refuseIfBehindRefused(): boolean {
    if (this.refused) return true;
    if (!this.streams.isBehindRefused(this.stream, this.input)) return false;
    this.refuse(new ParleyError('AFTER_FAILED'));
    return true;
  }
}
