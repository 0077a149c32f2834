import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { hasApt, missingPackages, unpackPackages } from '../apt.js';
import { Failure } from '../bootstrap/failure.js';
import { toolsDir } from '../bootstrap/run-tool.js';
import { childEnv } from '../settings-env.js';

export interface RedisBinary {
  file: string;
  /** Where its libraries lie, when they were unpacked with it. */
  libraries?: string;
}

const NAMES = ['redis-server', 'valkey-server'];
const unpacked = join(toolsDir, 'redis');

/** A server on the PATH, or one that was unpacked earlier. */
export function findRedis(): RedisBinary | undefined {
  const folders = (childEnv()['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => ({ file: join(folder, name) })));
  const ours = NAMES.map((name) => ({ file: join(unpacked, 'usr/bin', name), libraries: librariesIn(unpacked) }));
  return [...onPath, ...ours].find((binary) => existsSync(binary.file) && isUsable(binary));
}

/** The queues need at least 6.2; an older one on the PATH is passed over. */
function isUsable(binary: RedisBinary): boolean {
  const { stdout, status } = spawnSync(binary.file, ['--version'], { env: redisEnv(binary), encoding: 'utf8' });
  const version = /v=(\d+)\.(\d+)/.exec(stdout);
  if (status !== 0 || version === null) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > 6 || (major === 6 && minor >= 2);
}

export function redisEnv(binary: RedisBinary): Record<string, string> {
  const path = childEnv()['PATH'] ?? '/usr/bin:/bin';
  return { PATH: path, LC_ALL: 'C', ...(binary.libraries === undefined ? {} : { LD_LIBRARY_PATH: binary.libraries }) };
}

/** On Debian and Ubuntu: the distribution's own server, unpacked into .tools/redis. */
export async function fetchRedis(signal: AbortSignal): Promise<RedisBinary> {
  const help = 'Redis 6.2 or newer is needed: put redis-server or valkey-server on the PATH, or set PARLEY_REDIS_URL';
  if (!hasApt()) throw new Failure(help);
  const choose = (options: readonly string[]): readonly string[] => {
    const packages = NAMES.map((name) => missingPackages(name, options)).find((list) => list.length > 0);
    if (packages === undefined) throw new Failure(`apt knows no package ${NAMES.join(' or ')}. ${help}`);
    return packages;
  };
  await unpackPackages('redis', choose, signal);
  const binary = findRedis();
  if (binary === undefined) throw new Failure(`the distribution's Redis does not run here. ${help}`);
  return binary;
}

/** usr/lib/<machine>-linux-gnu and lib/<machine>-linux-gnu of the unpacked packages. */
function librariesIn(root: string): string {
  const parents = [join(root, 'usr/lib'), join(root, 'lib')].filter((folder) => existsSync(folder));
  return parents
    .flatMap((parent) =>
      readdirSync(parent)
        .filter((name) => name.endsWith('-linux-gnu'))
        .map((name) => join(parent, name)),
    )
    .join(':');
}
