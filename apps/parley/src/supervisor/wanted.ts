import { createHash } from 'node:crypto';

import { SETTING_NAMES } from '@parley/server/cli';

import { formatProcesses, type ProcessCounts, type StackLevel } from '../args.js';
import { builtVersion } from '../bootstrap/build.js';
import { childEnv } from '../settings-env.js';
import { OWN_NAMES, type Settings } from '../settings.js';

type Shape = { level: StackLevel; processes?: ProcessCounts };

/** Everything that makes one run differ from another, by the name that an operator knows it by; the values only as hashes. */
export type Wanted = Readonly<Record<string, string>>;

/** Names everything that would make a running install differ from one that is started now. */
export function wantedRun(settings: Settings, shape: Shape, env = childEnv()): Wanted {
  const { host, port, publicUrl, localUrl, roles, external } = settings;
  const serverOnly = SETTING_NAMES.filter((name) => !OWN_NAMES.includes(name));
  const passedOn = Object.fromEntries(serverOnly.map((name) => [name, env[name] ?? ''] as const));
  const wanted = {
    'the build': builtVersion(),
    'the parts': shape.level,
    '--processes': shape.processes === undefined ? '' : formatProcesses(shape.processes),
    PARLEY_HOST: host,
    PARLEY_PORT: port,
    // Without one of its own it follows host and port, which are named already.
    PARLEY_PUBLIC_URL: publicUrl === localUrl ? '' : publicUrl,
    PARLEY_ROLES: roles,
    PARLEY_DIRECTORY_URL: external.databases?.directoryUrl,
    PARLEY_SHARD_URLS: external.databases?.shards,
    PARLEY_REDIS_URL: external.redisUrl,
    ...passedOn,
  };
  return Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, hashOf(value)]));
}

/** What differs, for a line to the operator; an install of a release that kept no names differs in its build at least. */
export function differences(running: Wanted | string, wanted: Wanted): string[] {
  if (typeof running === 'string') return ['the build'];
  const names = new Set([...Object.keys(wanted), ...Object.keys(running)]);
  return [...names].filter((name) => running[name] !== wanted[name]);
}

/** Some of it is secret, and only whether it is the same matters. */
function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? ''))
    .digest('hex')
    .slice(0, 16);
}
