import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Request } from '../args.js';
import { Failure } from '../bootstrap/failure.js';
import { dataDirAt } from '../data-dir.js';
import { readSettings } from '../settings.js';
import { logPath } from '../supervisor/log-file.js';
import { tailOf } from '../supervisor/tail.js';

const LINES_OF_ONE = 200;
const LINES_OF_EACH = 15;

export async function logs(request: Extract<Request, { command: 'logs' }>): Promise<number> {
  const folder = dataDirAt(readSettings().dataDir).logs;
  const all = partsWithLogs(folder);
  if (request.part !== undefined && !all.includes(request.part)) {
    throw new Failure(`no log of ${request.part}; there are: ${all.join(', ') || 'none yet'}`);
  }
  const parts = request.part === undefined ? all : [request.part];
  const width = Math.max(0, ...parts.map((part) => part.length));
  const prefix = (part: string): string => (parts.length === 1 ? '' : `${part.padEnd(width)} | `);
  for (const part of parts) {
    const lines = tailOf(logPath(folder, part), parts.length === 1 ? LINES_OF_ONE : LINES_OF_EACH);
    for (const line of lines) process.stdout.write(`${prefix(part)}${line}\n`);
  }
  if (request.follow) await follow(folder, parts, prefix);
  return 0;
}

function partsWithLogs(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => name.slice(0, -'.log'.length))
    .toSorted();
}

/** Until Ctrl-C. Looks instead of listening: works on every file system, and through rotation. */
async function follow(folder: string, parts: readonly string[], prefix: (part: string) => string): Promise<never> {
  const positions = new Map(parts.map((part) => [part, sizeOf(logPath(folder, part))]));
  const rests = new Map<string, string>();
  for (;;) {
    await sleep(250);
    for (const part of parts) {
      const { text, end } = readFrom(logPath(folder, part), positions.get(part) ?? 0);
      positions.set(part, end);
      const lines = `${rests.get(part) ?? ''}${text}`.split('\n');
      rests.set(part, lines.pop() ?? '');
      for (const line of lines) process.stdout.write(`${prefix(part)}${line}\n`);
    }
  }
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

function readFrom(path: string, position: number): { text: string; end: number } {
  const size = sizeOf(path);
  // Shorter than before: it was rotated, so begin anew.
  const start = size < position ? 0 : position;
  if (size === start) return { text: '', end: size };
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(size - start, 1024 * 1024));
    const read = readSync(fd, buffer, 0, buffer.length, start);
    return { text: buffer.toString('utf8', 0, read), end: start + read };
  } finally {
    closeSync(fd);
  }
}
