import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnv } from './stack.js';
import { PATIENCE_MS, sleep } from './wait.js';

const main = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));

export type Roles = 'all' | 'gateway' | 'logic' | 'worker';

/** One process of the server that a test started. */
export type ServerProcess = {
  roles: Roles;
  pid: number;
  /** Where it tells of its health and what it has counted. */
  healthUrl: string;
  log: () => string;
  signal: (signal: NodeJS.Signals) => void;
  exited: Promise<void>;
};

/** The two shapes that every promise must hold in. */
export const SHAPES = ['one process', 'gateway, logic and worker apart'] as const;
export type Shape = (typeof SHAPES)[number];

export type Server = {
  shape: Shape;
  /** Base addresses: one for each gateway. */
  urls: [string, ...string[]];
  processes: ServerProcess[];
  stop: () => Promise<void>;
};

/**
 * Below the ports that the kernel gives to outgoing connections: those of tests beside this one would take it meanwhile. Each worker
 * of the tests has ports of its own, and gives none twice: one that was free may be about to be listened on.
 */
const PORTS = { from: 20_000, each: 1_500, workers: 8 };
const given = new Set<number>();

export async function freePort(): Promise<number> {
  const mine = PORTS.from + (Number(process.env['VITEST_POOL_ID'] ?? 0) % PORTS.workers) * PORTS.each;
  for (;;) {
    const port = mine + Math.floor(Math.random() * PORTS.each);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Starts one process and waits until it is ready. */
export async function startProcess(roles: Roles, env: Record<string, string>): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-server-'));
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'a');
  const healthPort = await freePort();
  const healthUrl = `http://127.0.0.1:${healthPort}`;
  const child = spawn(process.execPath, [...execArgv(env), main], {
    env: { ...cleanEnv(), NODE_ENV: 'production', ...env, PARLEY_ROLES: roles, PARLEY_HEALTH_PORT: String(healthPort) },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const text = (): string => readFileSync(logFile, 'utf8');
  await untilReady(child, `${healthUrl}/ready`, text);
  const { pid } = child;
  if (pid === undefined) throw new Error('a process without a pid');
  return {
    roles,
    pid,
    healthUrl,
    log: text,
    signal: (signal) => void child.kill(signal),
    exited: exited.then(() => rm(folder, { recursive: true, force: true })),
  };
}

/** Flags for Node itself travel in an own variable: NODE_OPTIONS would reach what the process starts, too. */
function execArgv(env: Record<string, string>): string[] {
  const given = env['TEST_NODE_ARGS'];
  return given === undefined ? [] : given.split(' ');
}

async function untilReady(child: ChildProcess, url: string, log: () => string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended:\n${log()}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.status === 200) return;
    if (performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the server is not ready (${(await answer?.text()) ?? 'no answer'}):\n${log()}`);
    }
    await sleep(50);
  }
}

/** The server in one of the two shapes, with as many gateways as asked for. */
export async function startServer(
  shape: Shape,
  env: Record<string, string>,
  { gateways = 1 }: { gateways?: number } = {},
): Promise<Server> {
  const processes: ServerProcess[] = [];
  const stop = async (): Promise<void> => {
    // Gateways first, as the launcher does it: they are of no use without logic.
    for (const roles of ['gateway', 'all', 'worker', 'logic'] as const) {
      const mine = processes.filter((one) => one.roles === roles);
      for (const one of mine) one.signal('SIGTERM');
      await Promise.all(mine.map((one) => one.exited));
    }
  };
  try {
    const plan = shape === 'one process' ? { shared: env, roles: 'all' as const } : await startBehind(env, processes);
    const urls: string[] = [];
    for (let count = 0; count < gateways; count += 1) {
      const port = await freePort();
      urls.push(`http://127.0.0.1:${port}`);
      processes.push(await startProcess(plan.roles, { ...plan.shared, PARLEY_PORT: String(port) }));
    }
    const [first, ...rest] = urls;
    if (first === undefined) throw new Error('a server needs a gateway');
    return { shape, urls: [first, ...rest], processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Logic and worker; what their gateways need to know of them, and nothing of the databases. */
async function startBehind(
  env: Record<string, string>,
  processes: ServerProcess[],
): Promise<{ shared: Record<string, string>; roles: 'gateway' }> {
  const rest = await freePort();
  const rpc = await freePort();
  const secret = { PARLEY_RPC_SECRET: 'test-only-secret-of-one-run-0123456789' };
  const ports = { PARLEY_LOGIC_PORT: String(rest), PARLEY_RPC_PORT: String(rpc) };
  processes.push(
    ...(await Promise.all([startProcess('logic', { ...env, ...secret, ...ports }), startProcess('worker', env)])),
  );
  const { PARLEY_DIRECTORY_URL: _directory, PARLEY_SHARD_URLS: _shards, ...others } = env;
  const urls = { PARLEY_LOGIC_URLS: `http://127.0.0.1:${rest}`, PARLEY_RPC_URLS: `http://127.0.0.1:${rpc}` };
  return { shared: { ...others, ...secret, ...urls }, roles: 'gateway' };
}
