import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { errorSpec, ParleyError } from '@parley/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../platform/logger.js';
import { traceOf } from './request.js';
import { toParleyError } from './to-parley-error.js';

/** What is no fault of the caller. */
const SAID_OF = {
  UNAVAILABLE: 'request refused: a database is away',
  UNCERTAIN: 'request may have been done: its answer got lost',
};

/** The only place that knows which HTTP status an error is. The body is the error as it travels everywhere else. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Who asked is gone, in the middle of the body: the connection that broke is theirs, none of a database.
    if (isCutShort(request)) return void reply.status(400).send();
    const error = toParleyError(thrown);
    answerError(reply, error === null ? this.unforeseen(thrown, request) : this.noted(error, { thrown, request }));
  }

  /** The client gets the id of the request and its trace, the log gets the rest. */
  private unforeseen(thrown: unknown, request: FastifyRequest): ParleyError {
    this.logger.error('request failed', { ...lineOf(request), err: thrown });
    return new ParleyError('INTERNAL', { requestId: request.id, traceId: traceOf(request) });
  }

  /** What is in the log says where. */
  private noted(error: ParleyError, { thrown, request }: { thrown: unknown; request: FastifyRequest }): ParleyError {
    const { code, details } = error;
    if (code !== 'UNAVAILABLE' && code !== 'UNCERTAIN') {
      if (this.logger.debugs) this.logger.debug('request refused', { ...lineOf(request), code });
      return error;
    }
    this.logger.warn(SAID_OF[code], { ...lineOf(request), err: thrown });
    return new ParleyError(code, { ...details, traceId: traceOf(request) });
  }
}

function isCutShort({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}

export function answerError(reply: FastifyReply, error: ParleyError): void {
  const seconds = retryAfterSeconds(error);
  if (seconds !== null) void reply.header('retry-after', String(seconds));
  void reply.status(errorSpec(error.code).status).send(error.toWire());
}

function lineOf(request: FastifyRequest): Record<string, unknown> {
  return {
    requestId: request.id,
    trace: traceOf(request),
    method: request.method,
    route: request.routeOptions.url ?? 'unknown',
  };
}

function retryAfterSeconds(error: ParleyError): number | null {
  const ms = error.details['retryAfterMs'];
  if (typeof ms === 'number') return Math.max(1, Math.ceil(ms / 1000));
  return errorSpec(error.code).status === 503 ? 1 : null;
}
