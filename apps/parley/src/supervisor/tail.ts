import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const ENOUGH = 256 * 1024;

/** The last lines of a log, without reading all of it. */
export function tailOf(path: string, lines: number): string[] {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(fd);
    const start = Math.max(0, size - ENOUGH);
    const buffer = Buffer.alloc(size - start);
    const read = readSync(fd, buffer, 0, buffer.length, start);
    const all = buffer.toString('utf8', 0, read).split('\n');
    // The first line may begin in the middle.
    if (start > 0) all.shift();
    return all.filter((line) => line !== '').slice(-lines);
  } finally {
    closeSync(fd);
  }
}
