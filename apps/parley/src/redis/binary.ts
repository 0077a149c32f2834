import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { Failure } from '../bootstrap/failure.js';
import { runTool, toolsDir } from '../bootstrap/run-tool.js';
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

/**
 * On Debian and Ubuntu: the distribution's own packages (checked by apt's signatures), unpacked into .tools/redis. Needs
 * no root, changes nothing in the system.
 */
export async function fetchRedis(): Promise<RedisBinary> {
  const help = 'Redis 6.2 or newer is needed: put redis-server or valkey-server on the PATH, or set PARLEY_REDIS_URL';
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-deb')) throw new Failure(help);
  const work = join(toolsDir, `redis-fetch.${process.pid}`);
  try {
    await unpackRedis(work);
    rmSync(unpacked, { recursive: true, force: true });
    renameSync(join(work, 'root'), unpacked);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const binary = findRedis();
  if (binary === undefined) throw new Failure(`the distribution's Redis does not run here. ${help}`);
  return binary;
}

async function unpackRedis(work: string): Promise<void> {
  const [lists, cache, debs, root] = ['lists', 'cache', 'debs', 'root'].map((name) => join(work, name)) as [
    string,
    string,
    string,
    string,
  ];
  for (const folder of [`${lists}/partial`, `${cache}/archives/partial`, debs, root])
    mkdirSync(folder, { recursive: true });
  const own = [`Dir::State::lists=${lists}`, `Dir::Cache=${cache}`, 'Debug::NoLocking=1', 'APT::Sandbox::User='];
  const apt = (name: string, args: string[]): Promise<void> =>
    runTool({
      name,
      command: 'apt-get',
      args: [...own.flatMap((option) => ['-o', option]), '-q', ...args],
      cwd: debs,
      keepPath: true,
    });
  await apt('apt-get update', ['update']);
  await apt('apt-get download', ['download', ...neededPackages(own)]);
  for (const deb of readdirSync(debs)) {
    await runTool({ name: 'dpkg-deb', command: 'dpkg-deb', args: ['-x', join(debs, deb), root] });
  }
}

/** What an installation would add here: the server and those of its libraries that this machine lacks. */
function neededPackages(own: readonly string[]): string[] {
  const options = own.flatMap((option) => ['-o', option]);
  for (const server of NAMES) {
    const args = [...options, '-s', '--no-install-recommends', 'install', server];
    const { stdout, status } = spawnSync('apt-get', args, { encoding: 'utf8', env: childEnv({ LC_ALL: 'C' }) });
    const packages = [...stdout.matchAll(/^Inst (\S+)/gm)].flatMap((match) => match[1] ?? []);
    if (status === 0 && packages.length > 0) return packages;
  }
  throw new Failure('apt knows no package redis-server or valkey-server: set PARLEY_REDIS_URL or put one on the PATH');
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
