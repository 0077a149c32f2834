/**
 * Every setting of the server: one zod object per group, values as they stand in the environment (strings in, typed
 * values out). docs/configuration.md is generated from here, so each setting says what it is for.
 */
import { z } from 'zod';

const ROLE_NAMES = ['gateway', 'logic', 'worker'] as const;
export type RoleName = (typeof ROLE_NAMES)[number];
export type ShardUrl = { readonly name: string; readonly url: string };

/** What the documentation says beside the description. */
export type SettingMeta = {
  description: string;
  /** As shown; a setting without it is unset by default. */
  shownDefault?: string;
  /** When the setting must be given. */
  needed?: string;
  secret?: boolean;
};

const port = () => whole('a port number', 0, 65_535);

function whole(what: string, min: number, max: number) {
  const error = `give ${what}, a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .refine((value) => value >= min && value <= max, error);
}

function flag() {
  return z
    .enum(['true', 'false', '1', '0'], 'give true or false')
    .transform((value) => value === 'true' || value === '1');
}

function urlOf(protocols: readonly string[], example: string) {
  const fits = (value: string) => URL.canParse(value) && protocols.includes(new URL(value).protocol);
  return z.string().refine(fits, `give a URL like ${example}`);
}

const httpUrl = () => urlOf(['http:', 'https:'], 'http://127.0.0.1:3000');
const postgresUrl = () => urlOf(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/database');

const httpUrls = () =>
  z
    .string()
    .transform((value) => commaList(value))
    .pipe(z.array(httpUrl()).min(1, 'give one or more URLs, separated by commas'));

function commaList(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const roles = z.string().transform((value, ctx): readonly RoleName[] => {
  const asked = commaList(value);
  const unknown = asked.filter((role) => role !== 'all' && !ROLE_NAMES.some((name) => name === role));
  if (asked.length === 0 || unknown.length > 0) {
    const message = `give all, or a comma list of ${ROLE_NAMES.join(', ')}; there is no role ${unknown.join(', ') || '(empty)'}`;
    ctx.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  return asked.includes('all') ? ROLE_NAMES : ROLE_NAMES.filter((name) => asked.includes(name));
});

/** A comma starts the next shard only before `name=`, so that URLs may hold commas. */
const shardUrls = z.string().transform((value, ctx): readonly ShardUrl[] => {
  const shards = value.split(/,(?=\s*[a-z][a-z0-9-]*=)/).map((part) => {
    const at = part.indexOf('=');
    return { name: part.slice(0, Math.max(at, 0)).trim(), url: part.slice(at + 1).trim() };
  });
  const fail = (message: string) => ctx.addIssue({ code: 'custom', message });
  const names = shards.map((shard) => shard.name);
  if (names.some((name) => !/^[a-z][a-z0-9-]{0,31}$/.test(name))) {
    fail('give a comma list of name=postgresql://…; a name is lower-case letters, digits and -');
  } else if (new Set(names).size !== names.length) {
    fail('two shards have the same name; give each its own');
  }
  for (const shard of shards) {
    if (!postgresUrl().safeParse(shard.url).success) {
      fail(`shard ${shard.name || '(unnamed)'}: give a URL like postgresql://user:password@host:5432/database`);
    }
  }
  return shards;
});

/** An optional setting with its documentation. */
function setting<T extends z.ZodType>(schema: T, meta: SettingMeta) {
  return schema.optional().meta(meta);
}

/** A setting with a default, given as it would stand in the environment. */
function defaulted<T extends z.ZodType<unknown, string>>(schema: T, value: string, meta: SettingMeta) {
  return schema.prefault(value as z.input<T> & string).meta({ ...meta, shownDefault: value });
}

const processSettings = z.object({
  PARLEY_ROLES: defaulted(roles, 'all', {
    description: 'What this process runs: `all`, or a comma list of `gateway`, `logic`, `worker`.',
  }),
  PARLEY_DATA_DIR: setting(z.string(), {
    description: 'Folder of the install’s data; the launcher sets it. The server only watches its disk.',
  }),
  PARLEY_LOG_LEVEL: defaulted(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], 'give fatal, error, warn, info, debug or trace'),
    'info',
    { description: 'Least severe log line that is written (JSON lines on stdout).' },
  ),
  PARLEY_HEALTH_PORT: setting(port(), {
    description: 'Port of `/healthz` and `/readyz` for a process that is only a worker; 0 takes a free one.',
  }),
  PARLEY_DRAIN_MS: defaulted(whole('milliseconds', 0, 600_000), '10000', {
    description: 'On SIGTERM devices are told to reconnect at a random moment within this window.',
  }),
});

const httpSettings = z.object({
  PARLEY_HOST: defaulted(z.string(), '127.0.0.1', {
    description: 'Address that the public port is bound to.',
  }),
  PARLEY_PORT: defaulted(port(), '8080', {
    description: 'The only public port: web, `/api/v1` and `/socket.io` on one origin. 0 takes a free one.',
  }),
  PARLEY_PUBLIC_URL: setting(httpUrl(), {
    description:
      'Where people open Parley, as their browser sees it. Its origin is the only one that may sign in with a cookie; https makes the cookie Secure.',
    shownDefault: 'http://HOST:PORT',
  }),
  PARLEY_REUSE_PORT: defaulted(flag(), 'false', {
    description: 'Several gateways on one machine share the public port (SO_REUSEPORT).',
  }),
  PARLEY_TRUST_PROXY: setting(z.string().transform(commaList), {
    description:
      'Addresses or networks (comma list, `10.0.0.0/8`) of reverse proxies before the gateway, whose X-Forwarded-For is believed. Unset: nobody’s.',
  }),
  PARLEY_WEB_URL: setting(httpUrl(), {
    description: 'Where the gateway fetches the web app from. Unset: this install serves the API and the sockets only.',
  }),
});

const databaseSettings = z.object({
  PARLEY_DIRECTORY_URL: setting(postgresUrl(), {
    description: 'The directory database: people, devices, the shard map, the audit chain.',
    needed: 'logic, worker; refused for a process that is only a gateway',
    secret: true,
  }),
  PARLEY_SHARD_URLS: setting(shardUrls, {
    description: 'The shards, as `name=postgresql://…` separated by commas. A name, once used, stays.',
    needed: 'logic, worker; refused for a process that is only a gateway',
    secret: true,
  }),
  PARLEY_DB_POOL: defaulted(whole('a pool size', 2, 200), '10', {
    description:
      'Connections of one process to each database. Processes × databases × this must stay below max_connections.',
  }),
});

const redisSettings = z.object({
  PARLEY_REDIS_URL: setting(urlOf(['redis:', 'rediss:'], 'redis://127.0.0.1:6379'), {
    description: 'Redis: routes, presence, caches and job hints. Nothing in it is the only copy.',
    needed: 'always',
    secret: true,
  }),
});

const logicSettings = z.object({
  PARLEY_LOGIC_HOST: defaulted(z.string(), '127.0.0.1', {
    description: 'Address that logic’s internal ports are bound to. Never a public one.',
  }),
  PARLEY_LOGIC_PORT: setting(port(), {
    description: 'Internal port of the REST API. In one process with a gateway a free one is taken.',
    needed: 'logic without a gateway in the same process',
  }),
  PARLEY_RPC_PORT: setting(port(), {
    description: 'Internal port of the calls from gateways.',
    needed: 'logic without a gateway in the same process',
  }),
  PARLEY_LOGIC_URLS: setting(httpUrls(), {
    description: 'Where a gateway forwards `/api/v1` to; a comma list.',
    needed: 'gateway without logic in the same process',
  }),
  PARLEY_RPC_URLS: setting(httpUrls(), {
    description: 'Where a gateway calls logic; a comma list.',
    needed: 'gateway without logic in the same process',
  }),
  PARLEY_RPC_SECRET: setting(z.string().min(32, 'give 32 or more random characters, the same on gateways and logic'), {
    description: 'Proves to logic that a caller is a gateway; the same in every process.',
    needed: 'gateway and logic in separate processes',
    secret: true,
  }),
});

const limitSettings = z.object({
  PARLEY_APPEND_QUEUE: defaulted(whole('a number of sends', 100, 100_000), '5000', {
    description:
      'Sends that may wait for one shard in one process; beyond it a send is refused with BUSY before anything is stored.',
  }),
  PARLEY_SOCKET_EVENTS_PER_SECOND: defaulted(whole('a rate', 1, 100_000), '100', {
    description: 'Events of one connection a second, on average; bursts of twice that are let through.',
  }),
  PARLEY_SOCKET_BUFFER_BYTES: defaulted(whole('bytes', 65_536, 268_435_456), '1048576', {
    description: 'Bytes that may wait for one slow connection; beyond it the gateway closes it with `resync`.',
  }),
  PARLEY_ACCEPT_PER_SECOND: defaulted(whole('a rate', 1, 100_000), '1000', {
    description: 'New connections that one gateway admits a second; the others are told when to come back.',
  }),
  PARLEY_LOGIN_FAILURES_PER_ACCOUNT: defaulted(whole('a count', 1, 10_000), '10', {
    description: 'Failed sign-ins of one login within 15 minutes before it has to wait.',
  }),
  PARLEY_LOGIN_FAILURES_PER_ADDRESS: defaulted(whole('a count', 1, 1_000_000), '100', {
    description: 'Failed sign-ins from one address within 15 minutes before it has to wait.',
  }),
  PARLEY_HASH_CONCURRENCY: defaulted(whole('a count', 1, 64), '2', {
    description: 'Password hashes computed at a time in one process; each takes 19 MiB and about 50 ms of a core.',
  }),
});

/** The groups, in the order of the documentation. */
export const SETTING_GROUPS = {
  process: { title: 'Process', schema: processSettings },
  http: { title: 'Public address', schema: httpSettings },
  databases: { title: 'Databases', schema: databaseSettings },
  redis: { title: 'Redis', schema: redisSettings },
  logic: { title: 'Between gateway and logic', schema: logicSettings },
  limits: { title: 'Limits', schema: limitSettings },
} as const;

export type Settings = { [G in keyof typeof SETTING_GROUPS]: z.output<(typeof SETTING_GROUPS)[G]['schema']> };
