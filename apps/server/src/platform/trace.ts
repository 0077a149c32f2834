import { randomFillSync } from 'node:crypto';

/**
 * One id for everything that a request or a send sets off, from socket to socket: 32 hex digits, as the W3C trace context has
 * them. Every line of the log that has to do with it carries it as `trace`, or among others as `traces`.
 */
export type TraceId = string;

const BYTES = 16;
const POOL = Buffer.alloc(256 * BYTES);
let at = POOL.length;

/** From a pool of random bytes: each send gets one, whether anybody reads it or not. */
export function newTraceId(): TraceId {
  if (at === POOL.length) {
    randomFillSync(POOL);
    at = 0;
  }
  at += BYTES;
  return POOL.toString('hex', at - BYTES, at);
}

const TRACEPARENT = /^[\da-f]{2}-(?<trace>[\da-f]{32})-[\da-f]{16}-[\da-f]{2}(?:-.*)?$/;

/** The trace that a caller says it belongs to, in its `traceparent` header; null: none, or nonsense. */
export function traceOfHeader(header: string | string[] | undefined): TraceId | null {
  if (typeof header !== 'string' || header.startsWith('ff')) return null;
  const trace = TRACEPARENT.exec(header)?.groups?.['trace'];
  return trace === undefined || /^0+$/.test(trace) ? null : trace;
}

/** For whom it is handed on to; nobody has looked at the trace yet, so it is not said to be sampled. */
export function traceparentOf(trace: TraceId): string {
  return `00-${trace}-${newTraceId().slice(0, 16)}-00`;
}

const NAMED = 20;

/** Of many, as many as a line of the log should hold. */
export function someOf(traces: readonly TraceId[]): readonly TraceId[] {
  return traces.length <= NAMED ? traces : traces.slice(0, NAMED);
}
