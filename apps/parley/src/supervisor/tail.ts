import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const ENOUGH = 256 * 1024;

/** The last lines of a log, or of what was written after `from`, without reading all of it. */
export function tailOf(path: string, lines: number, from = 0): string[] {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(fd);
    // A log that is shorter than it was has been rotated.
    const start = Math.max(from > size ? 0 : from, size - ENOUGH);
    const buffer = Buffer.alloc(size - start);
    const read = readSync(fd, buffer, 0, buffer.length, start);
    const all = buffer.toString('utf8', 0, read).split('\n');
    // The first line may begin in the middle.
    if (start > from) all.shift();
    return all.filter((line) => line !== '').slice(-lines);
  } finally {
    closeSync(fd);
  }
}
