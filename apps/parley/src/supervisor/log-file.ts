import { closeSync, copyFileSync, existsSync, openSync, renameSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST = 10 * 1024 * 1024;
const KEPT = 3;

export function logPath(logs: string, part: string): string {
  return join(logs, `${part}.log`);
}

/**
 * The part writes to the file itself: no pipe that costs CPU per line and breaks when the supervisor dies. Opened for
 * appending, so that it goes on at the new end after a rotation.
 */
export function openLog(logs: string, part: string): { fd: number; close: () => void } {
  const fd = openSync(logPath(logs, part), 'a', 0o640);
  return { fd, close: () => closeSync(fd) };
}

/** Copies a log that grew too long aside and empties it in place, since its writer holds it open. */
export function rotateLog(logs: string, part: string): void {
  const path = logPath(logs, part);
  if (!existsSync(path) || statSync(path).size < LARGEST) return;
  for (let n = KEPT - 1; n >= 1; n -= 1) {
    if (existsSync(`${path}.${n}`)) renameSync(`${path}.${n}`, `${path}.${n + 1}`);
  }
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}
