import { parseArgs, type ParseArgsConfig } from 'node:util';

export const ROLES = ['gateway', 'logic', 'worker'] as const;
export type Role = (typeof ROLES)[number];
export type ProcessCounts = Record<Role, number>;

export const TIERS = ['check', 'medium', 'sim', 'e2e', 'fault'] as const;
export type Tier = (typeof TIERS)[number];

/** How much of the platform a throw-away stack brings up: each level holds the ones before it. */
export const STACK_LEVELS = ['databases', 'server', 'web'] as const;
export type StackLevel = (typeof STACK_LEVELS)[number];

/** Where a new password comes from: the first line of our standard input, or the server makes one up and tells it. */
export type PasswordSource = 'stdin' | 'made';

export type Request =
  | { command: 'help' }
  | { command: 'up'; detach: boolean; demo: boolean; processes?: ProcessCounts }
  | { command: 'down' }
  | { command: 'status'; json: boolean }
  | { command: 'top'; once: boolean }
  | { command: 'logs'; follow: boolean; part?: string }
  | { command: 'doctor'; json: boolean }
  | { command: 'test'; tiers: Tier[] }
  | { command: 'bench'; scenario: string; json: boolean; args: string[] }
  | { command: 'chaos'; seeds: number[]; seconds: number; json: boolean }
  | { command: 'user add'; login: string; name: string; admin: boolean; password: PasswordSource }
  | { command: 'user reset-password'; login: string; password: PasswordSource }
  | { command: 'user disable'; login: string }
  | { command: 'user enable'; login: string }
  | { command: 'policy'; change: [name: string, value: string] | null }
  | { command: 'stack up'; json: boolean; level: StackLevel; processes?: ProcessCounts }
  | { command: 'stack down' }
  | { command: 'supervise'; level: StackLevel; demo: boolean; processes?: ProcessCounts };

/** The command line is wrong: usage, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function parseCommandLine(argv: readonly string[]): Request {
  const [command, ...rest] = argv;
  if (command === undefined || command === '-h' || command === '--help' || command === 'help')
    return { command: 'help' };
  if (command !== 'bench' && rest.some((arg) => arg === '--help' || arg === '-h')) return { command: 'help' };
  const parse = PARSERS[command];
  if (parse === undefined) throw new UsageError(`unknown command: ${command}`);
  try {
    return parse(rest);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const PARSERS: Record<string, (args: string[]) => Request> = {
  up(args) {
    const { values } = options(args, 0, { detach: bool, demo: bool, processes: text });
    return { command: 'up', detach: flag(values['detach']), demo: flag(values['demo']), ...processesOf(values) };
  },
  down(args) {
    options(args, 0, {});
    return { command: 'down' };
  },
  status(args) {
    return { command: 'status', json: flag(options(args, 0, { json: bool }).values['json']) };
  },
  top(args) {
    return { command: 'top', once: flag(options(args, 0, { once: bool }).values['once']) };
  },
  logs(args) {
    const { values, positionals } = options(args, 1, { follow: { type: 'boolean', short: 'f' } });
    const part = positionals[0];
    return { command: 'logs', follow: flag(values['follow']), ...(part === undefined ? {} : { part }) };
  },
  doctor(args) {
    return { command: 'doctor', json: flag(options(args, 0, { json: bool }).values['json']) };
  },
  test(args) {
    const { positionals } = options(args, TIERS.length, {});
    return { command: 'test', tiers: positionals.map((name) => oneOf(TIERS, name, 'test tier')) };
  },
  bench(args) {
    const [scenario, ...rest] = args;
    if (scenario === undefined || scenario.startsWith('-')) throw new UsageError('bench: name a scenario');
    return {
      command: 'bench',
      scenario,
      json: rest.includes('--json'),
      args: rest.filter((arg) => arg !== '--json'),
    };
  },
  chaos(args) {
    const { values } = options(args, 0, { seed: text, minutes: text, json: bool });
    const minutes = Number(values['minutes'] ?? 1);
    // The people of a run are signed in for fifteen minutes.
    if (!(minutes >= 0.25 && minutes <= 10)) throw new UsageError('--minutes: give a number from 0.25 to 10');
    const seeds = typeof values['seed'] === 'string' ? seedsOf(values['seed']) : [Date.now() % 1_000_000];
    return { command: 'chaos', seeds, seconds: minutes * 60, json: flag(values['json']) };
  },
  policy(args) {
    const [name, value] = options(args, 2, {}).positionals;
    if (name !== undefined && value === undefined) throw new UsageError('policy [<name> <value>]');
    return { command: 'policy', change: name === undefined || value === undefined ? null : [name, value] };
  },
  user: parseUser,
  stack: parseStack,
  supervise(args) {
    const { values } = options(args, 0, { level: text, demo: bool, processes: text });
    const level = oneOf(STACK_LEVELS, String(values['level'] ?? 'web'), 'level');
    return { command: 'supervise', level, demo: flag(values['demo']), ...processesOf(values) };
  },
};

function parseUser([verb, ...args]: string[]): Request {
  if (verb === 'add') {
    const { values, positionals } = options(args, 1, { name: text, admin: bool, 'password-stdin': bool });
    const [login] = positionals;
    const name = values['name'];
    if (login === undefined || typeof name !== 'string')
      throw new UsageError('user add <login> --name <name> [--admin] [--password-stdin]');
    return { command: 'user add', login, name, admin: flag(values['admin']), password: passwordOf(values) };
  }
  if (verb === 'reset-password') {
    const { values, positionals } = options(args, 1, { 'password-stdin': bool });
    const [login] = positionals;
    if (login === undefined) throw new UsageError('user reset-password <login> [--password-stdin]');
    return { command: 'user reset-password', login, password: passwordOf(values) };
  }
  if (verb === 'disable' || verb === 'enable') {
    const [login] = options(args, 1, {}).positionals;
    if (login === undefined) throw new UsageError(`user ${verb} <login>`);
    return { command: `user ${verb}`, login };
  }
  throw new UsageError(`unknown command: user ${verb ?? ''}`.trimEnd());
}

function parseStack([verb, ...args]: string[]): Request {
  if (verb === 'up') {
    const { values } = options(args, 0, { json: bool, level: text, processes: text });
    const level = oneOf(STACK_LEVELS, String(values['level'] ?? 'databases'), 'level');
    return { command: 'stack up', json: flag(values['json']), level, ...processesOf(values) };
  }
  if (verb === 'down') {
    options(args, 0, {});
    return { command: 'stack down' };
  }
  throw new UsageError(`unknown command: stack ${verb ?? ''}`.trimEnd());
}

/** `7`, `1,2,3` or `1-20`: one after the other on one install. */
function seedsOf(given: string): number[] {
  const seeds = given.split(',').flatMap((part) => {
    const [, from, to = from] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part.trim()) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === undefined || last < first || last - first >= 100) {
      throw new UsageError('--seed: give a number, some (1,2,3) or a range (1-20)');
    }
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
  return [...new Set(seeds)];
}

export function parseProcesses(given: string): ProcessCounts {
  const counts: ProcessCounts = { gateway: 0, logic: 0, worker: 0 };
  for (const pair of given.split(',')) {
    const [name = '', count = ''] = pair.split('=');
    const role = oneOf(ROLES, name.trim(), 'role');
    if (!/^[1-9]\d?$/.test(count))
      throw new UsageError(`--processes: ${role} needs a number from 1 to 99, as in ${role}=2`);
    counts[role] = Number(count);
  }
  const missing = ROLES.filter((role) => counts[role] === 0);
  if (missing.length > 0) throw new UsageError(`--processes: ${missing.join(' and ')} missing; every role must run`);
  return counts;
}

export function formatProcesses(counts: ProcessCounts): string {
  return ROLES.map((role) => `${role}=${counts[role]}`).join(',');
}

type Values = Record<string, string | boolean | undefined>;
type OptionShapes = NonNullable<ParseArgsConfig['options']>;
const bool = { type: 'boolean' } as const;
const text = { type: 'string' } as const;

function options(args: string[], atMost: number, shapes: OptionShapes): { values: Values; positionals: string[] } {
  const parsed = parseArgs({ args, options: shapes, allowPositionals: true, strict: true });
  const extra = parsed.positionals[atMost];
  if (extra !== undefined) throw new UsageError(`unexpected argument: ${extra}`);
  return { values: parsed.values as Values, positionals: parsed.positionals };
}

function flag(value: string | boolean | undefined): boolean {
  return value === true;
}

function passwordOf(values: Values): PasswordSource {
  return flag(values['password-stdin']) ? 'stdin' : 'made';
}

function processesOf(values: Values): { processes?: ProcessCounts } {
  const given = values['processes'];
  return typeof given === 'string' ? { processes: parseProcesses(given) } : {};
}

function oneOf<const T extends string>(allowed: readonly T[], given: string, what: string): T {
  const found = allowed.find((name) => name === given);
  if (found === undefined) throw new UsageError(`unknown ${what}: ${given} (one of ${allowed.join(', ')})`);
  return found;
}
