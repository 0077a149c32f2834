import { ParleyError } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../auth/actor.js';
import { type TraceId, traceOfHeader } from '../platform/trace.js';

/** Beside the request, not on it: nothing that a client sends can end up here. */
const actors = new WeakMap<FastifyRequest, Actor>();

/** The auth guard alone calls this. */
export function setActor(request: FastifyRequest, actor: Actor): void {
  actors.set(request, actor);
}

/** Who asks, if anybody does. */
export function findActor(request: FastifyRequest): Actor | null {
  return actors.get(request) ?? null;
}

/** Who asks. On a public route there is nobody, and asking is an error. */
export function actorOf(request: FastifyRequest): Actor {
  const actor = actors.get(request);
  if (actor === undefined) throw new ParleyError('TOKEN_MISSING');
  return actor;
}

/** The bearer token of the Authorization header; a token in path, query or body is never looked for. */
export function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  const match = header === undefined ? null : /^Bearer +(\S+)$/i.exec(header);
  return match?.[1] ?? null;
}

/** What the request belongs to: the gateway hands every one on with a trace, its caller's if it had one. */
export function traceOf(request: FastifyRequest): TraceId {
  return traceOfHeader(request.headers.traceparent) ?? request.id;
}

/** Where a request came from, for audit and limits. */
export type RequestOrigin = {
  address: string;
  /** What the device says it is. */
  userAgent: string;
  origin: string | null;
  host: string | null;
};

export function originOf(request: FastifyRequest): RequestOrigin {
  return {
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    origin: request.headers.origin ?? null,
    host: request.headers.host ?? null,
  };
}
