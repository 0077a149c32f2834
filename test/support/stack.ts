import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../..', import.meta.url));
const parley = join(checkout, 'parley');

type NamedUrl = { name: string; url: string };

/** What `./parley stack up --json` prints: the addresses as the server uses them, and those of the superuser. */
type Addresses = {
  dataDir: string;
  url: string;
  directoryUrl: string;
  shards: NamedUrl[];
  redisUrl: string;
  admin: { directoryUrl: string; shards: NamedUrl[] };
};

/** One supervised process of a stack. */
export type StackPart = { name: string; state: string; pid?: number; restarts: number };

export type Stack = Addresses & {
  parts: () => Promise<StackPart[]>;
  secret: (name: 'rpcSecret') => Promise<string>;
  ports: () => Promise<Record<string, number>>;
  /** How the log of each part ends: for the message of a test that fails, as the folder is gone afterwards. */
  logs: () => Promise<string>;
  /** Stops everything and removes the data. */
  down: () => Promise<void>;
};

export type StackOptions = {
  level?: 'databases' | 'server';
  /** As `./parley up --processes`; without it one process has all roles. */
  processes?: string;
  /** Settings of the server. */
  env?: Record<string, string>;
};

/** The environment of this process without Parley's own settings: they belong to whoever runs the tests. */
export function cleanEnv(): Record<string, string> {
  const kept = (name: string): boolean => !name.startsWith('PARLEY_') || name === 'PARLEY_SKIP_BUILD';
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && kept(entry[0])),
  );
}

/** A stack of its own in a throw-away folder, run by the same code as `./parley up`. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { level = 'databases', processes, env = {} } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'));
  const own = { ...cleanEnv(), ...env, PARLEY_DATA_DIR: dataDir };
  const args = [
    'stack',
    'up',
    '--json',
    '--level',
    level,
    ...(processes === undefined ? [] : ['--processes', processes]),
  ];
  const down = async (): Promise<void> => {
    await run(parley, ['stack', 'down'], { env: own, maxBuffer: 1 << 24 });
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const { stdout } = await run(parley, args, { env: own, maxBuffer: 1 << 24 });
    const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(dataDir, file), 'utf8'));
    return {
      ...(JSON.parse(stdout) as Addresses),
      parts: async () => ((await readJson('run/state.json')) as { parts: StackPart[] }).parts,
      secret: async (name) => ((await readJson('secrets.json')) as Record<typeof name, string>)[name],
      ports: async () => (await readJson('ports.json')) as Record<string, number>,
      logs: () => endsOf(join(dataDir, 'logs')),
      down,
    };
  } catch (error) {
    await down().catch(() => undefined);
    throw error;
  }
}

const LOG_CHARS = 4_000;

async function endsOf(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const ends = names.map(async (name) => {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    return `--- ${name}\n${text.slice(-LOG_CHARS)}`;
  });
  return (await Promise.all(ends)).join('\n');
}
