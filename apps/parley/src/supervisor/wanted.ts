import { createHash } from 'node:crypto';

import { SETTING_NAMES } from '@parley/server/cli';

import { formatProcesses, type ProcessCounts, type StackLevel } from '../args.js';
import { builtVersion } from '../bootstrap/build.js';
import { childEnv } from '../settings-env.js';
import { OWN_NAMES, type Settings } from '../settings.js';

type Shape = { level: StackLevel; processes?: ProcessCounts };

/** Names everything that would make a running install differ from one that is started now. */
export function wantedRun(settings: Settings, shape: Shape, env = childEnv()): string {
  const { host, port, publicUrl, roles, external } = settings;
  const processes = shape.processes === undefined ? '' : formatProcesses(shape.processes);
  const passedOn = SETTING_NAMES.filter((name) => !OWN_NAMES.includes(name)).map((name) => env[name] ?? '');
  const wanted = [builtVersion(), shape.level, processes, host, port, publicUrl, roles, external, passedOn];
  // Hashed: some of it is secret, and only whether it is the same matters.
  return createHash('sha256').update(JSON.stringify(wanted)).digest('hex');
}
