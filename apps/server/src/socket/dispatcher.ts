import {
  type Ack,
  CLIENT_EVENTS,
  type ClientAck,
  type ClientEvent,
  type ErrorCode,
  ParleyError,
} from '@parley/contract';
import type { z } from 'zod';
import type { Logger } from '../platform/logger.js';
import { metrics } from '../platform/metrics.js';
import { type SpanRef, spans } from '../platform/spans.js';
import { newTraceId, type TraceId } from '../platform/trace.js';
import type { Connection } from './connection.js';
import { encodeEvent } from './frames.js';
import { GatheredHeartbeats } from './gathered-heartbeats.js';
import { OutgoingFrame } from './outgoing-frame.js';
import { isClientEvent, plainEvent } from './plain-event.js';
import { TokenBucket } from './token-bucket.js';

type Payload<E extends ClientEvent> = z.output<(typeof CLIENT_EVENTS)[E]['payload']>;
/** The trace that an event begins, and its span, if it is sampled. */
export type Traced = { trace: TraceId; span?: SpanRef | undefined };
type Handler<E extends ClientEvent> = (
  connection: Connection,
  payload: Payload<E>,
  traced: Traced,
) => Promise<ClientAck<E>>;
/** The events that one gateway class answers. */
export type Handlers<E extends ClientEvent> = { readonly [K in E]: Handler<K> };

/** An event that is refused as it came, unread; `ackId`: the number that its answer goes by. */
export type Unread = { ackId: string; retryAfterMs: number };

export type DispatcherOptions = {
  eventsPerSecond: number;
  /** Called with the raw payload of an event that was refused before its handler saw it. */
  refusedEarly: (connection: Connection, event: string, payload: unknown) => void;
  /** Asked of each packet before it is read. */
  refuseUnread: (connection: Connection, packet: string) => Unread | null;
};

/** Hand-written guard, once, at the edge between an untyped socket and the typed handlers. */
type AnyHandler = (connection: Connection, payload: unknown, traced: Traced) => Promise<unknown>;

/** `answer` null: it came without an ack. */
type Taken = { event: string; payload: unknown; answer: ((body: Ack<unknown>) => void) | null };

/** What is no fault of the device: its refusal is in the log, and says where. */
const OUR_FAULTS: ReadonlySet<ErrorCode> = new Set(['INTERNAL', 'UNAVAILABLE', 'UNCERTAIN']);
/** Lines of such refusals a second, and at once: while a database is away everybody is refused. */
const COMPLAINTS = { perSecond: 2, atOnce: 20 };

const MOST_ANSWERS = 200;

/** What a device does by itself. */
const IDLE_EVENTS: ReadonlySet<ClientEvent> = new Set(['heartbeat', 'cursor.ack', 'presence.get']);

/** From a packet to its handler and back to an ack: rate limit, contract, handler, code. */
export class SocketDispatcher {
  private readonly complaints = new TokenBucket(COMPLAINTS.perSecond, COMPLAINTS.atOnce);
  private readonly busyAnswers = new Map<number, string>();
  private readonly heartbeats = new GatheredHeartbeats();

  constructor(
    private readonly handlers: Handlers<ClientEvent>,
    private readonly options: DispatcherOptions,
    private readonly logger: Logger,
  ) {}

  /** Takes one packet as Socket.IO hands it over: the event's name, its arguments, the ack last. */
  receive(connection: Connection, name: unknown, args: unknown[]): void {
    // Socket.IO lets a number pass as a name; none of ours is one.
    const event = typeof name === 'string' ? name : '';
    const last = args.at(-1);
    const ack = typeof last === 'function' ? (last as (ack: Ack<unknown>) => void) : null;
    const answer = ack === null ? null : (body: Ack<unknown>): void => connection.answer(() => ack(body));
    this.arrived(connection, { event, payload: args.length > 1 ? args[0] : undefined, answer });
  }

  /** The same for a packet as it came; false: not an event as clients write them, Socket.IO shall read it. */
  receiveText(connection: Connection, packet: string): boolean {
    const plain = plainEvent(packet);
    if (plain === null) return false;
    const { event, payload, ackId } = plain;
    this.arrived(connection, { event, payload, answer: (body) => connection.answerText(ackId, body) });
    return true;
  }

  /** Each in its turn, of one connection. */
  private arrived(connection: Connection, taken: Taken): void {
    this.heartbeats.take(connection);
    const take = (): void => this.take(connection, taken);
    if (taken.event === 'heartbeat') this.heartbeats.add(connection, take);
    else take();
  }

  private take(connection: Connection, { event, payload, answer }: Taken): void {
    const now = performance.now();
    connection.heardAt = now;
    const trace = newTraceId();
    const refuse = (thrown: unknown): void => {
      const known = isClientEvent(event) ? event : 'unknown';
      const error = this.noted(thrown, known, trace);
      metrics.socketEvents.inc({ event: known, code: error.code });
      if (answer !== null) answer({ ok: false, error: error.toWire() });
      else connection.write(errorSignal(event, error));
    };
    const refuseEarly = (error: ParleyError): void => {
      this.options.refusedEarly(connection, event, payload);
      refuse(error);
    };
    const waitMs = this.bucketOf(connection).take(now);
    if (waitMs > 0) {
      connection.holdOff(now);
      return refuseEarly(new ParleyError('RATE_LIMITED', { retryAfterMs: Math.ceil(waitMs) }));
    }
    if (!isClientEvent(event)) return refuse(new ParleyError('UNKNOWN_EVENT', { event: event.slice(0, 100) }));
    if (answer === null) return refuseEarly(new ParleyError('ACK_REQUIRED', { event }));
    const parsed = CLIENT_EVENTS[event].payload.safeParse(payload);
    if (!parsed.success) return refuseEarly(new ParleyError('BAD_REQUEST', { issues: issuesOf(parsed.error) }));
    if (!IDLE_EVENTS.has(event)) connection.activeAt = now;
    const handler = this.handlers[event] as AnyHandler;
    const span = spans.root(event, trace);
    handler(connection, parsed.data, { trace, span: span?.ref }).then(
      (data) => {
        metrics.socketEvents.inc({ event, code: 'OK' });
        if (this.logger.debugs) this.logger.debug('event answered', { trace, event });
        span?.end();
        answer({ ok: true, data });
      },
      (error: unknown) => {
        const code = error instanceof ParleyError ? error.code : 'INTERNAL';
        span?.end(code);
        if (code === 'RATE_LIMITED') connection.holdOff(performance.now());
        refuse(error);
      },
    );
  }

  /** The refusal as the device hears it: with the trace, if the log has a line of it. */
  private noted(thrown: unknown, event: string, trace: TraceId): ParleyError {
    if (!(thrown instanceof ParleyError)) {
      this.logger.error('socket handler failed', { trace, event, err: thrown });
      return new ParleyError('INTERNAL', { traceId: trace });
    }
    const { code, details } = thrown;
    if (!OUR_FAULTS.has(code)) {
      if (this.logger.debugs) this.logger.debug('event refused', { trace, event, code });
      return thrown;
    }
    if (this.complaints.take(performance.now()) > 0) return thrown;
    this.logger.warn('event failed', { trace, event, code });
    return new ParleyError(code, { ...details, traceId: trace });
  }

  /** True: the packet is answered. Under a load beyond what is possible this is most of what a gateway does. */
  refuseUnread(connection: Connection, packet: string): boolean {
    const bucket = this.bucketOf(connection);
    const now = performance.now();
    // Who asks more than they may gets none of the turns that are given to those held back: the others would come after them.
    if (!bucket.hasOne(now)) return false;
    const unread = this.options.refuseUnread(connection, packet);
    if (unread === null) return false;
    bucket.take(now);
    connection.heardAt = now;
    connection.activeAt = now;
    heldBack.inc();
    connection.write(new OutgoingFrame(`3${unread.ackId}${this.busyAnswer(unread.retryAfterMs)}`));
    return true;
  }

  /** Kept by its hint, of which there are few: to make an error anew costs a fourth of what all the rest of a refusal does. */
  private busyAnswer(retryAfterMs: number): string {
    const known = this.busyAnswers.get(retryAfterMs);
    if (known !== undefined) return known;
    const answer = busy(retryAfterMs);
    if (this.busyAnswers.size >= MOST_ANSWERS) this.busyAnswers.clear();
    this.busyAnswers.set(retryAfterMs, answer);
    return answer;
  }

  private bucketOf(connection: Connection): TokenBucket {
    const { eventsPerSecond } = this.options;
    return (connection.bucket ??= new TokenBucket(eventsPerSecond, eventsPerSecond * 2));
  }
}

/** Looked up by its labels each time, it would be a tenth of a refusal. */
const heldBack = metrics.socketEvents.labels({ event: 'message.send', code: 'BUSY' });

/** The arguments of an ack packet. */
function busy(retryAfterMs: number): string {
  return JSON.stringify([{ ok: false, error: new ParleyError('BUSY', { retryAfterMs }).toWire() }]);
}

/** Paths and sentences of what doesn't fit, without the values: they may be secrets or message text. */
export function issuesOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues
    .slice(0, 10)
    .map((issue) => ({ path: issue.path.join('.'), message: issue.message.slice(0, 200) }));
}

export function errorSignal(event: string | null, error: ParleyError, closing = false): OutgoingFrame {
  return new OutgoingFrame(
    encodeEvent('signal', { kind: 'error', event: event?.slice(0, 100) ?? null, error: error.toWire(), closing }),
  );
}
