import { Injectable } from '@nestjs/common';
import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { Logger as Pino } from 'pino';

/** Names whose values never reach a log, at the top or one level down. What people write is never handed to the log at all. */
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
const REDACTED = SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]);

export type LogFields = Readonly<Record<string, unknown>>;

/** JSON lines on stdout. The fields come first and say what happened to what (ids, codes, counts), never message text. */
@Injectable()
export class Logger implements LoggerService {
  private readonly pino: Pino;

  constructor(levelOrPino: string | Pino = 'info') {
    this.pino = typeof levelOrPino === 'string' ? root(levelOrPino) : levelOrPino;
  }

  /** A logger whose lines all carry these fields. */
  child(fields: LogFields): Logger {
    return new Logger(this.pino.child(fields));
  }

  debug(message: string, fields: LogFields | string = {}): void {
    this.pino.debug(fieldsOf(fields), message);
  }

  info(message: string, fields: LogFields = {}): void {
    this.pino.info(fields, message);
  }

  warn(message: string, fields: LogFields | string = {}): void {
    this.pino.warn(fieldsOf(fields), message);
  }

  /** `error` goes under `err`, with its stack and its cause. */
  error(message: string, fields: (LogFields & { err?: unknown }) | string = {}): void {
    this.pino.error(fieldsOf(fields), message);
  }

  fatal(message: string, fields: (LogFields & { err?: unknown }) | string = {}): void {
    this.pino.fatal(fieldsOf(fields), message);
  }

  /** What Nest itself says at start-up is for debugging only. */
  log(message: string, context?: string): void {
    this.pino.debug({ context }, message);
  }

  verbose(message: string, context?: string): void {
    this.pino.trace({ context }, message);
  }
}

function root(level: string): Pino {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED, censor: '[redacted]' },
  });
}

/** Nest passes its context as a string. */
function fieldsOf(fields: LogFields | string): LogFields {
  return typeof fields === 'string' ? { context: fields } : fields;
}
