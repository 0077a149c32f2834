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

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
/** A message, or fields and a message. */
type Line = [message: string] | [fields: LogFields, message: string];

/** JSON lines on stdout. Fields say what happened to what (ids, codes, counts). */
@Injectable()
export class Logger {
  private readonly pino: Pino;

  constructor(level: string | Pino = 'info') {
    this.pino = typeof level === 'string' ? root(level) : level;
  }

  /** A logger whose lines all carry these fields. */
  child(fields: LogFields): Logger {
    return new Logger(this.pino.child(fields));
  }

  trace(...line: Line): void {
    this.write('trace', line);
  }

  debug(...line: Line): void {
    this.write('debug', line);
  }

  info(...line: Line): void {
    this.write('info', line);
  }

  warn(...line: Line): void {
    this.write('warn', line);
  }

  error(...line: Line): void {
    this.write('error', line);
  }

  fatal(...line: Line): void {
    this.write('fatal', line);
  }

  private write(level: Level, line: Line): void {
    if (line.length === 1) this.pino[level](line[0]);
    else this.pino[level](line[0], line[1]);
  }
}

/** What Nest itself has to say; its start-up chatter is for debugging only. */
export function nestLog(logger: Logger): LoggerService {
  return {
    log: (message: unknown, context?: string) => logger.debug({ context }, String(message)),
    debug: (message: unknown, context?: string) => logger.debug({ context }, String(message)),
    verbose: (message: unknown, context?: string) => logger.trace({ context }, String(message)),
    warn: (message: unknown, context?: string) => logger.warn({ context }, String(message)),
    error: (message: unknown, stack?: string, context?: string) => logger.error({ context, stack }, String(message)),
    fatal: (message: unknown, stack?: string, context?: string) => logger.fatal({ context, stack }, String(message)),
  };
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
