import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { runTool, toolsDir, type Tool } from './bootstrap/run-tool.js';
import { childEnv } from './settings-env.js';

/** Options under which apt works in a folder of ours, without root, and leaves the system as it is. */
type AptOptions = readonly string[];

export function hasApt(): boolean {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb');
}

/**
 * Unpacks packages of this Debian or Ubuntu (checked by apt's signatures) into .tools/<name>. `choose` picks the
 * packages once the lists are there.
 */
export async function unpackPackages(
  name: string,
  choose: (options: AptOptions) => readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const work = join(toolsDir, `${name}-fetch.${process.pid}`);
  const [lists, cache, debs, root] = [join(work, 'lists'), join(work, 'cache'), join(work, 'debs'), join(work, 'root')];
  try {
    for (const folder of [join(lists, 'partial'), join(cache, 'archives/partial'), debs, root]) {
      mkdirSync(folder, { recursive: true });
    }
    const settings = [`Dir::State::lists=${lists}`, `Dir::Cache=${cache}`, 'Debug::NoLocking=1', 'APT::Sandbox::User='];
    const options = settings.flatMap((setting) => ['-o', setting]);
    const within = { cwd: debs, signal };
    await apt({ name: 'apt-get update', args: [...options, '-q', 'update'], ...within });
    await apt({ name: 'apt-get download', args: [...options, '-q', 'download', ...choose(options)], ...within });
    for (const deb of readdirSync(debs)) {
      await runTool({ name: 'dpkg-deb', command: 'dpkg-deb', args: ['-x', join(debs, deb), root], signal });
    }
    const target = join(toolsDir, name);
    rmSync(target, { recursive: true, force: true });
    renameSync(root, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What an installation of the package would add here: itself, and what it needs that this machine lacks. */
export function missingPackages(name: string, options: AptOptions): string[] {
  const args = [...options, '-s', '--no-install-recommends', 'install', name];
  const { stdout, status } = spawnSync('apt-get', args, { encoding: 'utf8', env: childEnv({ LC_ALL: 'C' }) });
  return status === 0 ? [...stdout.matchAll(/^Inst (\S+)/gm)].flatMap((match) => match[1] ?? []) : [];
}

/** As root: into the system. */
export async function installPackages(names: readonly string[]): Promise<void> {
  await apt({ name: 'apt-get update', args: ['-q', 'update'], cwd: '/' });
  const args = ['-q', '-y', '--no-install-recommends', 'install', ...names];
  await apt({ name: 'apt-get install', args, cwd: '/' });
}

async function apt(tool: Omit<Tool, 'command' | 'env' | 'keepPath'>): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  await runTool({ ...tool, command: 'apt-get', env, keepPath: true });
}
