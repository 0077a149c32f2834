import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { readAllSettings } from '../../all-settings.js';
import { Failure } from '../../bootstrap/failure.js';
import { createReporter } from '../../bootstrap/progress.js';
import { createDataDir, dataDirAt } from '../../data-dir.js';
import { ServerCli } from '../../server-cli.js';
import { parseSettings, readSettings, type Settings } from '../../settings.js';
import { dataUrls, openInstall, serverEnv, type Install } from '../../supervisor/install.js';
import type { PartStatus } from '../../supervisor/part.js';
import { allotPorts } from '../../supervisor/ports.js';
import { runningState } from '../../supervisor/state.js';
import { Supervisor } from '../../supervisor/supervisor.js';
import { startCluster, type OwnCluster } from './clusters.js';
import type { Interrupted } from './interrupt.js';
import type { LinkTarget } from './link.js';
import type { TargetChoice } from './options.js';
import type { Watched } from './processes.js';
import { STATEMENT_SETTINGS } from './statement-costs.js';

/** The install that is measured. */
export interface Target {
  /** How it came about, for the report. */
  kind: 'running' | 'throw-away';
  address: Omit<LinkTarget, 'localAddress'>;
  cli: ServerCli;
  databases: { name: string; url: string }[];
  redisUrl: string;
  /** The shards that count what each statement takes, where the bench has made them. */
  clusters: readonly OwnCluster[];
  /** Where its processes' output is kept. */
  logs: string;
  /** Its processes that run on this machine, as they are now. */
  processes: () => Watched[];
  /** Ends one of them with a signal; resolves when its supervisor has it up again. */
  restart: (name: string, signal: NodeJS.Signals) => Promise<void>;
}

/** What a scenario needs that asks nothing of the server but what its devices ask. */
export type Measurable = Pick<Target, 'kind' | 'address' | 'databases' | 'processes'>;

export interface TargetOptions extends TargetChoice {
  interrupted: Interrupted;
  /** With the web client. */
  web?: boolean;
  /** So many shards, which count what each statement takes; else the two that an install has. */
  shards?: number;
}

export async function withTarget<T>(options: TargetOptions, work: (target: Target) => Promise<T>): Promise<T> {
  if (!options.running) return withThrowAway(options, work);
  const settings = readSettings();
  if (runningState(dataDirAt(settings.dataDir))?.phase !== 'up') {
    throw new Failure('Parley is not running: start it with ./parley up, or measure without --running');
  }
  return work(targetOf(openInstall(settings), 'running'));
}

async function withThrowAway<T>(options: TargetOptions, work: (target: Target) => Promise<T>): Promise<T> {
  const { shards } = options;
  if (shards === undefined) return withStack(options, {}, work);
  return withOwnDatabases(options, shards, ({ env, clusters, watched }) =>
    withStack(options, env, (target) =>
      work({ ...target, clusters, processes: () => [...watched, ...target.processes()] }),
    ),
  );
}

type OwnDatabases = { env: Record<string, string>; clusters: readonly OwnCluster[]; watched: readonly Watched[] };

async function withOwnDatabases<T>(
  { interrupted }: TargetOptions,
  count: number,
  work: (databases: OwnDatabases) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const names = ['directory', ...Array.from({ length: count }, (_, at) => `shard-${at}`)];
  const clusters: OwnCluster[] = [];
  try {
    for (const name of names) {
      const start = startCluster(scratch, { name, settings: STATEMENT_SETTINGS });
      clusters.push(await Promise.race([start, interrupted]));
    }
    const [directory, ...shards] = clusters;
    const env = {
      PARLEY_DIRECTORY_URL: directory?.url ?? '',
      PARLEY_SHARD_URLS: shards.map(({ name, url }) => `${name}=${url}`).join(','),
    };
    return await work({ env, clusters: shards, watched: clusters });
  } finally {
    await Promise.all(clusters.map((cluster) => cluster.stop()));
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function withStack<T>(
  { processes, web = false, interrupted }: TargetOptions,
  env: Record<string, string>,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const reporter = createReporter(process.stderr);
  // The server's own settings hold for a throw-away install too.
  readAllSettings((line) => reporter.line(line));
  const root = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const settings = await throwAwaySettings(root, env);
  const level = web ? ('web' as const) : ('server' as const);
  const plan = { settings, level, demo: false, runs: {} };
  const supervisor = new Supervisor({ ...plan, ...(processes === undefined ? {} : { processes }) }, reporter);
  try {
    await Promise.race([supervisor.start(), interrupted]);
    return await work(targetOf(openInstall(settings), 'throw-away'));
  } finally {
    await supervisor.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

export async function throwAwaySettings(root: string, env: Record<string, string> = {}): Promise<Settings> {
  const dir = dataDirAt(root);
  createDataDir(dir);
  const { public: port } = await allotPorts(dir.ports, ['public']);
  return parseSettings({ ...env, PARLEY_DATA_DIR: root, PARLEY_PORT: String(port) });
}

const RESTART_MS = 90_000;

async function restart(install: Install, name: string, signal: NodeJS.Signals): Promise<void> {
  const find = (): PartStatus | undefined => runningState(install.dir)?.parts.find((part) => part.name === name);
  const before = find()?.pid;
  if (before === undefined) throw new Failure(`${name} does not run`);
  process.kill(before, signal);
  const deadline = performance.now() + RESTART_MS;
  for (let part = find(); part?.state !== 'up' || part.pid === before; part = find()) {
    if (performance.now() > deadline) throw new Failure(`${name} is not up again after ${RESTART_MS / 1_000} s`);
    await sleep(50);
  }
}

function targetOf(install: Install, kind: Target['kind']): Target {
  const { hostname, port } = new URL(install.settings.localUrl);
  const { directoryUrl, shards, redisUrl } = dataUrls(install);
  return {
    kind,
    address: { host: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port) },
    cli: new ServerCli(serverEnv(install)),
    logs: install.dir.logs,
    databases: [{ name: 'directory', url: directoryUrl }, ...shards],
    redisUrl,
    clusters: [],
    processes: () =>
      (runningState(install.dir)?.parts ?? []).flatMap(({ name, pid }) => (pid === undefined ? [] : [{ name, pid }])),
    restart: (name, signal) => restart(install, name, signal),
  };
}
