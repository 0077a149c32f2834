import { Injectable } from '@nestjs/common';
import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { Logger as Pino } from 'pino';

/** Names whose values never reach a log, down to the third level. What people write is never handed to the log at all. */
const SECRET_KEYS = [
  'token',
  'accessToken',
  'refreshToken',
  'password',
  'secret',
  'authorization',
  'cookie',
  'set-cookie',
];
const REDACTED = SECRET_KEYS.flatMap((key) =>
  ['', '*.', '*.*.'].map((depth) => `${depth}["${key}"]`.replace('.[', '[')),
);

/** `err` is written with its stack and its causes. */
export type LogFields = Readonly<Record<string, unknown>>;

/** JSON lines on stdout. Fields say what happened to what (ids, codes, counts). */
@Injectable()
export class Logger {
  private readonly pino: Pino;

  constructor(level: string | Pino = 'info') {
    this.pino = typeof level === 'string' ? root(level) : level;
  }

  /** Whether what would be said at `debug` is written: on a hot path nothing is put together that nobody reads. */
  get debugs(): boolean {
    return this.pino.isLevelEnabled('debug');
  }

  /** A logger whose lines all carry these fields. */
  child(fields: LogFields): Logger {
    return new Logger(this.pino.child(fields));
  }

  trace(message: string, fields: LogFields = {}): void {
    this.pino.trace(fields, message);
  }

  debug(message: string, fields: LogFields = {}): void {
    this.pino.debug(fields, message);
  }

  info(message: string, fields: LogFields = {}): void {
    this.pino.info(fields, message);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.pino.warn(fields, message);
  }

  error(message: string, fields: LogFields = {}): void {
    this.pino.error(fields, message);
  }

  fatal(message: string, fields: LogFields = {}): void {
    this.pino.fatal(fields, message);
  }
}

/** What Nest itself has to say; its start-up chatter is for debugging only. */
export function nestLog(logger: Logger): LoggerService {
  return {
    log: (message: unknown, context?: string) => logger.debug(String(message), { context }),
    debug: (message: unknown, context?: string) => logger.debug(String(message), { context }),
    verbose: (message: unknown, context?: string) => logger.trace(String(message), { context }),
    warn: (message: unknown, context?: string) => logger.warn(String(message), { context }),
    error: (message: unknown, stack?: string, context?: string) => logger.error(String(message), { context, stack }),
    fatal: (message: unknown, stack?: string, context?: string) => logger.fatal(String(message), { context, stack }),
  };
}

/** Type, text, code, stack and causes; what libraries hang on an error may be what people wrote (ioredis: the command's arguments). */
export function bareError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return {
    type: name,
    message,
    ...code,
    stack,
    ...(cause === undefined || depth > 3 ? {} : { cause: bareError(cause, depth + 1) }),
  };
}

function root(level: string): Pino {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { err: bareError },
  });
}
