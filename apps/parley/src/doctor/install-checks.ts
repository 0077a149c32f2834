import { spawnSync } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { postgresPackage } from '../bootstrap/install.js';
import { checkout } from '../bootstrap/run-tool.js';
import { readJson } from '../data-dir.js';
import { findRedis, redisEnv } from '../redis/binary.js';
import type { Install } from '../supervisor/install.js';
import { notRunning, runningState } from '../supervisor/state.js';
import type { Check } from './check.js';

const GIB = 1024 ** 3;
const LEAST_FREE = 1 * GIB;

/** What can be seen from outside, without a sign-in. */
export function installChecks(install: Install, url: string): Check[] {
  return [
    { name: 'versions', run: async () => versions(install), advice: 'bring the packages back with ./parley up' },
    {
      name: 'parts',
      run: async () => parts(install),
      advice:
        './parley status names the part, ./parley logs <part> says why; ./parley up --detach starts what is missing',
    },
    {
      name: 'disk',
      run: () => disk(install.dir.root),
      advice: 'free some space: below this the databases are about to stop taking messages',
    },
    {
      name: 'page and clock',
      run: () => page(url),
      advice: 'is PARLEY_PUBLIC_URL the address that people use, and does the proxy before Parley (if any) reach it?',
    },
  ];
}

function versions(install: Install): string {
  const manifest = z.object({ version: z.string() });
  const parley = manifest.parse(readJson(join(checkout, 'package.json'))).version;
  const { databases, redisUrl } = install.settings.external;
  const postgres =
    databases === undefined ? manifest.parse(readJson(join(postgresPackage(), 'package.json'))).version : 'external';
  return `Parley ${parley}, Node.js ${process.versions.node}, Postgres ${postgres}, Redis ${redisUrl === undefined ? redisVersion() : 'external'}`;
}

function redisVersion(): string {
  const binary = findRedis();
  if (binary === undefined) throw new Error('no Redis server is found');
  const { stdout } = spawnSync(binary.file, ['--version'], { env: redisEnv(binary), encoding: 'utf8' });
  return /v=([\d.]+)/.exec(stdout)?.[1] ?? 'of an unknown version';
}

function parts(install: Install): string {
  const state = runningState(install.dir);
  if (state === undefined) throw new Error(notRunning(install.dir));
  const troubled = state.parts.filter((part) => part.state !== 'up');
  if (troubled.length > 0) throw new Error(troubled.map((part) => `${part.name} is ${part.state}`).join(', '));
  const restarts = state.parts
    .filter((part) => part.restarts > 0)
    .map((part) => `${part.name} was restarted ${part.restarts} times`);
  return [`${state.parts.length} up`, ...restarts].join(', ');
}

async function disk(folder: string): Promise<string> {
  const { bavail, blocks, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${(free / GIB).toFixed(1)} of ${((blocks * bsize) / GIB).toFixed(1)} GB free in ${folder}`;
  if (free < LEAST_FREE) throw new Error(text);
  return text;
}

/** The address that people open answers, and the machine that answers has the same time as this one. */
async function page(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) });
  await response.body?.cancel();
  if (response.status >= 400) throw new Error(`${url} answers ${response.status}`);
  const date = Date.parse(response.headers.get('date') ?? '');
  // The header has whole seconds.
  const skew = Number.isNaN(date) ? 0 : Math.abs(Date.now() - date) - 1000;
  if (skew > 5000) throw new Error(`the clocks differ by ${Math.round(skew / 1000)} s`);
  return `${url} answers ${response.status}`;
}
