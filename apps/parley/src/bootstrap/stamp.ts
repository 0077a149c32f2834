import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkout, toolsDir } from './run-tool.ts';

/** Folders that hold results, never sources. */
const RESULTS = new Set(['node_modules', 'dist', '.next', 'generated', 'test-results', 'coverage', '.git']);

/**
 * One hash over the content of the given files and folders (paths in the checkout; what is missing counts as
 * missing). Content, not times: a fresh clone, a touched file or a branch switched back and forth build nothing.
 */
export function hashSources(paths: readonly string[], extra: readonly string[] = []): string {
  const hash = createHash('sha256');
  for (const text of extra) hash.update(`${text}\0`);
  for (const path of paths) addPath(hash, path);
  return hash.digest('hex');
}

function addPath(hash: ReturnType<typeof createHash>, path: string): void {
  const full = join(checkout, path);
  try {
    const entries = readdirSync(full, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (RESULTS.has(entry.name) || isByProduct(entry.name)) continue;
      addPath(hash, join(path, entry.name));
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return;
    if (code !== 'ENOTDIR') throw error;
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
  }
}

/** Written by a build beside its sources, or a test that no shipped code sees. */
function isByProduct(name: string): boolean {
  return (
    name.endsWith('.tsbuildinfo') ||
    name === 'next-env.d.ts' ||
    name === 'sw.js' ||
    name === 'sw.js.map' ||
    /\.test\.tsx?$/.test(name)
  );
}

const stampDir = join(toolsDir, 'stamps');

export function readStamp(name: string): string | undefined {
  try {
    return readFileSync(join(stampDir, name), 'utf8');
  } catch {
    return undefined;
  }
}

export function writeStamp(name: string, value: string): void {
  mkdirSync(stampDir, { recursive: true });
  writeFileSync(join(stampDir, name), value);
}

/** Taken away before the work begins: work that is cut short is done again. */
export function clearStamp(name: string): void {
  rmSync(join(stampDir, name), { force: true });
}
