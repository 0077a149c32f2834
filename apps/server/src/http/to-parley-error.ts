import { HttpException } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { CommitLost, DatabaseSilence } from '@parley/db';

/** Postgres says it can't serve now: connection exceptions, insufficient resources, out of time, shutting down, starting up. */
const DATABASE_DOWN = /^(08\w{3}|53\w{3}|57014|57P0[1-5])$/;
const SOCKET_DOWN = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'ENOENT',
  'EHOSTUNREACH',
]);
/** What pg says without a code. */
const CONNECTION_LOST =
  /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error/;
/** Prisma: can't reach, timed out, closed, no connection from the pool. */
const PRISMA_DOWN = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024']);

/** Anything thrown → the coded error that the client gets; null means that nobody foresaw it. */
export function toParleyError(thrown: unknown): ParleyError | null {
  if (thrown instanceof ParleyError) return thrown;
  if (thrown instanceof CommitLost) return new ParleyError('UNCERTAIN');
  if (isDatabaseDown(thrown)) return new ParleyError('UNAVAILABLE');
  if (isUnstorable(thrown)) return refused('the text has characters that cannot be stored');
  const status = statusOf(thrown);
  if (status === 413) return new ParleyError('FRAME_TOO_LARGE');
  if (status === 404) return new ParleyError('NOT_FOUND');
  if (status === 503) return new ParleyError('DRAINING');
  if (status !== null && status >= 400 && status < 500) {
    return refused(requestFault(thrown));
  }
  return null;
}

function refused(message: string): ParleyError {
  return new ParleyError('BAD_REQUEST', { issues: [{ path: '', message }] });
}

/** NUL is valid JSON and no valid text of Postgres. */
function isUnstorable(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && (thrown.code === '22021' || thrown.code === '22P05');
}

/** The database can't be reached or refuses to work now: the same request may succeed later. */
export function isDatabaseDown(thrown: unknown): boolean {
  for (let error: unknown = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth += 1) {
    if (error instanceof DatabaseSilence) return true;
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (DATABASE_DOWN.test(code) || SOCKET_DOWN.has(code) || PRISMA_DOWN.has(code)) return true;
    // lint-allow no-error-text -- these of the driver have neither a code nor a class
    if (CONNECTION_LOST.test(error.message)) return true;
  }
  return false;
}

/** The framework's own refusals: malformed JSON, forbidden keys, another media type, a path that can't be decoded. */
function statusOf(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return null;
}

/** Says what was wrong without repeating what was sent. The adapter wraps the framework's error. */
function requestFault(thrown: unknown): string {
  const fault = thrown instanceof HttpException ? thrown.cause : thrown;
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'the body must be application/json';
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY') return 'the body is not valid JSON';
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return 'the body is empty';
  return fault instanceof SyntaxError ? 'the body is not valid JSON' : 'the request is malformed';
}
