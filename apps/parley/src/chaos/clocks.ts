import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PRELOAD = new URL('./clock-preload.js', import.meta.url);

/** The wall clocks of the server's processes: a file each, in the data folder. */
export class Clocks {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What makes a process look at its file. */
  env(process: string): Record<string, string> {
    const preload = new URL(PRELOAD);
    preload.searchParams.set('file', this.fileOf(process));
    return { NODE_OPTIONS: `--import=${preload.href}` };
  }

  set(process: string, offMs: number): void {
    const file = this.fileOf(process);
    // Never half a number.
    writeFileSync(`${file}.new`, String(offMs));
    renameSync(`${file}.new`, file);
  }

  private fileOf(process: string): string {
    return join(this.folder, `clock-${process}`);
  }
}
