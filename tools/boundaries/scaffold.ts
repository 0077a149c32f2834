import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  existsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));

/** npm packages that a fixture imports: only their names and where they lie matter. */
const NPM = ['zod', 'react', 'next', 'fastify', 'ioredis', 'vitest', 'pg', '@nestjs/common', '@prisma/adapter-pg'];

/** What a workspace exports in a fixture; its own package.json says it when it is built. */
const ENTRIES = ['index.js', 'index.d.ts', 'main.js', 'cli/index.js', 'cli/index.d.ts'];

interface Manifest {
  readonly name: string;
  readonly exports?: unknown;
}

function readManifest(folder: string): Manifest {
  const manifest: unknown = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('name' in manifest) || typeof manifest.name !== 'string') {
    throw new Error(`${folder}/package.json has no name`);
  }
  return { ...manifest, name: manifest.name };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function addWorkspace(base: string, folder: string): void {
  const manifest = readManifest(folder);
  write(join(base, folder, 'package.json'), JSON.stringify(manifest));
  for (const entry of ENTRIES) write(join(base, folder, 'dist', entry), 'export {};\n');
  if (folder === 'packages/ui') write(join(base, folder, 'src/index.ts'), 'export const Button = 1;\n');
  const link = join(base, 'node_modules', manifest.name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(base, folder), link);
}

/**
 * Lays out an empty copy of this repository: each workspace with its real package.json and an empty dist, so that an
 * import by name resolves just as it does here, and then the fixture's files on top. Returns its folder.
 */
export function scaffold(fixture: string): string {
  const base = mkdtempSync(join(tmpdir(), 'parley-boundaries-'));
  cpSync(join(root, 'package.json'), join(base, 'package.json'));
  for (const name of NPM) {
    write(join(base, 'node_modules', name, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
    write(join(base, 'node_modules', name, 'index.js'), 'module.exports = {};\n');
  }
  for (const group of ['apps', 'packages']) {
    for (const folder of readdirSync(join(root, group))) {
      if (existsSync(join(root, group, folder, 'package.json'))) addWorkspace(base, `${group}/${folder}`);
    }
  }
  cpSync(join(fixtures, fixture), base, { recursive: true });
  return base;
}
