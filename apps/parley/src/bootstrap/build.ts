import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Reporter } from './progress.ts';
import { step } from './progress.ts';
import { checkout, runTool, typeScriptFlags, type Tool } from './run-tool.ts';
import { clearStamp, hashSources, readStamp, writeStamp } from './stamp.ts';

interface BuildStep {
  name: string;
  /** What the result is made from; any change of content makes it anew. */
  sources: string[];
  /** What must be there afterwards; missing = made anew, whatever the stamp says. */
  results: string[];
  tool: (missing: boolean) => Tool;
}

const LIBRARIES = ['packages/contract', 'packages/core', 'packages/sdk'];

const generate: BuildStep = {
  name: 'generate database client',
  sources: ['prisma/directory', 'prisma/shard', 'packages/db/scripts', 'packages/db/package.json'],
  results: ['packages/db/src/generated'],
  tool: () => ({
    name: 'generate database client',
    command: process.execPath,
    args: [...typeScriptFlags, 'packages/db/scripts/generate.ts'],
  }),
};

const compile: BuildStep = {
  name: 'build server',
  sources: [
    'tsconfig.base.json',
    ...LIBRARIES,
    'packages/db',
    'apps/server',
    'apps/parley',
    // The generated client is compiled too, and follows from these.
    ...generate.sources,
  ],
  results: ['apps/server/dist/main.js', 'apps/parley/dist/main.js'],
  tool: (missing) => ({
    name: 'build server',
    command: process.execPath,
    // Without its results, what the compiler remembers of its last run is wrong.
    args: [
      'node_modules/@typescript/native/bin/tsc',
      '-b',
      ...(missing ? ['--force'] : []),
      'apps/server',
      'apps/parley',
    ],
  }),
};

const web: BuildStep = {
  name: 'build web app',
  sources: ['apps/web', 'packages/ui', ...LIBRARIES, 'tsconfig.base.json'],
  results: ['apps/web/.next/standalone/apps/web/server.js'],
  tool: () => ({
    name: 'build web app',
    command: process.execPath,
    args: ['--run', 'build'],
    cwd: join(checkout, 'apps/web'),
    env: { NODE_ENV: 'production' },
  }),
};

/** Builds what changed since the last time, in order, and returns a name for the result. */
export async function buildChanged(reporter: Reporter): Promise<string> {
  const stamps: string[] = [];
  for (const part of [generate, compile, web]) stamps.push(await buildOne(reporter, part));
  return stamps.map((stamp) => stamp.slice(0, 12)).join('-');
}

/** The name of what is built now, without building. */
export function builtVersion(): string {
  return [generate, compile, web].map((part) => readStamp(stampName(part))?.slice(0, 12) ?? 'none').join('-');
}

async function buildOne(reporter: Reporter, part: BuildStep): Promise<string> {
  const wanted = hashSources(['package-lock.json', ...part.sources], [process.versions.node]);
  const missing = part.results.some((path) => !existsSync(join(checkout, path)));
  if (!missing && readStamp(stampName(part)) === wanted) return wanted;
  clearStamp(stampName(part));
  await step(reporter, part.name, () => runTool(part.tool(missing)));
  writeStamp(stampName(part), wanted);
  return wanted;
}

function stampName(part: BuildStep): string {
  return part.name.replaceAll(' ', '-');
}
