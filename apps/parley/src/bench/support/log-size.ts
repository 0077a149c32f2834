import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of all logs of an install, those that were put aside included. */
export function logBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
