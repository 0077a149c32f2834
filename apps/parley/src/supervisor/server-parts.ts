import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

import { ROLES, type ProcessCounts, type Role } from '../args.js';
import { checkout } from '../bootstrap/run-tool.js';
import { childEnv } from '../settings-env.js';
import { portOf, serverEnv, type Install } from './install.js';
import type { PartSpec } from './part.js';
import type { Ports } from './ports.js';
import { accepts, httpAnswers } from './probes.js';

/** One process of the server: all roles (or those of PARLEY_ROLES), or a single one of them. */
export interface ServerProcess {
  name: string;
  roles: string;
}

export function serverProcesses(roles: string, counts: ProcessCounts | undefined): ServerProcess[] {
  if (counts === undefined) return [{ name: 'server', roles }];
  // Logic first: the gateway is of no use without it. Stopping goes the other way round.
  const order: Role[] = ['logic', 'worker', 'gateway'];
  return order.flatMap((role) =>
    Array.from({ length: counts[role] }, (_, n) => ({ name: `${role}-${n}`, roles: role })),
  );
}

export function hasRole(process: ServerProcess, role: Role): boolean {
  return process.roles === 'all' || process.roles.split(',').some((name) => name.trim() === role);
}

/** Logic without a gateway beside it is reached through ports of its own. */
function isRemoteLogic(process: ServerProcess): boolean {
  return hasRole(process, 'logic') && !hasRole(process, 'gateway');
}

/** Names in ports.json. Every process has a health port. */
export function serverPortNames(processes: readonly ServerProcess[]): string[] {
  return processes.flatMap((process) => [
    `${process.name}.health`,
    ...(isRemoteLogic(process) ? [`${process.name}.rest`, `${process.name}.rpc`] : []),
  ]);
}

/** What a process finds around it: the ports at which it reaches the others, and settings of its own. */
export interface Surroundings {
  ports: Ports;
  env: Record<string, string>;
}

export function serverParts(
  install: Install,
  processes: readonly ServerProcess[],
  around: ReadonlyMap<string, Surroundings> = new Map(),
): PartSpec[] {
  const logic = processes.filter(isRemoteLogic);
  const gateways = processes.filter((process) => hasRole(process, 'gateway')).length;
  const shared = {
    ...(gateways > 1 ? { PARLEY_REUSE_PORT: '1' } : {}),
    ...('web' in install.ports ? { PARLEY_WEB_URL: `http://127.0.0.1:${portOf(install, 'web')}` } : {}),
  };
  return processes.map((process) => {
    const { ports, env } = around.get(process.name) ?? { ports: install.ports, env: {} };
    const reached = { ...install, ports };
    const own = roleEnv(install, reached, process);
    return serverPart(install, process, { ...own, ...logicEnv(reached, logic), ...shared, ...env });
  });
}

function logicEnv(reached: Install, logic: readonly ServerProcess[]): Record<string, string> {
  const urls = (kind: string): string =>
    logic.map((one) => `http://127.0.0.1:${portOf(reached, `${one.name}.${kind}`)}`).join(',');
  return logic.length === 0 ? {} : { PARLEY_LOGIC_URLS: urls('rest'), PARLEY_RPC_URLS: urls('rpc') };
}

function serverPart(install: Install, process: ServerProcess, env: Record<string, string>): PartSpec {
  const health = `http://127.0.0.1:${portOf(install, `${process.name}.health`)}`;
  const entry = join(checkout, 'apps/server/dist/main.js');
  const listens = hasRole(process, 'gateway')
    ? { host: install.settings.host, port: install.settings.port }
    : { host: '127.0.0.1', port: portOf(install, `${process.name}.${isRemoteLogic(process) ? 'rest' : 'health'}`) };
  return {
    name: process.name,
    port: listens.port,
    prepare: async () => ({
      file: nodePath(),
      args: [...collectorFlags(availableParallelism()), entry],
      env,
      cwd: checkout,
    }),
    ready: async () => (await accepts(listens)) && httpAnswers(`${health}/ready`, (status) => status === 200),
    live: () => httpAnswers(`${health}/live`, (status) => status === 200),
    // Longer than a gateway takes to let its devices go.
    stop: { signal: 'SIGTERM', graceMs: 90_000 },
  };
}

function roleEnv(install: Install, reached: Install, process: ServerProcess): Record<string, string> {
  const env: Record<string, string> = {
    ...serverEnv(reached),
    PARLEY_ROLES: process.roles,
    PARLEY_HEALTH_PORT: String(portOf(install, `${process.name}.health`)),
  };
  if (isRemoteLogic(process)) {
    env['PARLEY_LOGIC_PORT'] = String(portOf(install, `${process.name}.rest`));
    env['PARLEY_RPC_PORT'] = String(portOf(install, `${process.name}.rpc`));
  }
  // The process that faces the network holds no way to the databases.
  if (ROLES.every((role) => hasRole(process, role) === (role === 'gateway'))) {
    delete env['PARLEY_DIRECTORY_URL'];
    delete env['PARLEY_SHARD_URLS'];
  }
  return env;
}

export function webPart(install: Install): PartSpec {
  const entry = join(checkout, 'apps/web/.next/standalone/apps/web/server.js');
  const port = portOf(install, 'web');
  return {
    name: 'web',
    port,
    prepare: async () => ({
      file: nodePath(),
      args: [entry],
      // Pages hold no data of users, so the process that renders them needs no secret.
      env: childEnv({
        NODE_ENV: 'production',
        HOSTNAME: '127.0.0.1',
        PORT: String(port),
        PARLEY_INSTALL_ID: install.secrets.installId,
        PARLEY_DIRECTORY_URL: undefined,
        PARLEY_SHARD_URLS: undefined,
        PARLEY_REDIS_URL: undefined,
      }),
      cwd: dirname(entry),
    }),
    ready: () => httpAnswers(`http://127.0.0.1:${port}/`, (status) => status < 500),
    live: () => httpAnswers(`http://127.0.0.1:${port}/`, () => true),
    stop: { signal: 'SIGTERM', graceMs: 5000 },
  };
}

/**
 * As many threads as V8 likes take both cores for marking, a quarter of a second at 10,000 connections: everything else stands still,
 * and a loaded machine comes back from that late. One thread takes its share. At copying what is young two wait for each other. And the
 * heap may grow by 300 % before it is looked through, where 64 MB of buffers are no reason of their own (docs/performance.md).
 */
export function collectorFlags(cores: number): string[] {
  if (cores > 2) return [];
  return [
    '--concurrent-marking-max-worker-num=1',
    '--no-parallel-scavenge',
    '--heap-growing-percent=300',
    '--external-memory-accounted-in-global-limit',
  ];
}

function nodePath(): string {
  return process.execPath;
}
