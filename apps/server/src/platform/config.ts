import { availableParallelism } from 'node:os';
import type { z } from 'zod';
import { given, roleFaults } from './config-roles.js';
import type { Env } from './config-roles.js';
import { SETTING_GROUPS } from './config-settings.js';
import type { Settings } from './config-settings.js';
import type { RoleName, SettingMeta, ShardUrl } from './config-values.js';

export type { RoleName, ShardUrl } from './config-values.js';

export type DatabasesConfig = {
  readonly directoryUrl: string;
  readonly shards: readonly ShardUrl[];
  /** Connections of this process to each database. */
  readonly pool: number;
  /** A statement may take this long. */
  readonly timeoutMs: number;
};

/** All settings, parsed and frozen. Ports that may be chosen freely are 0. */
export type Config = {
  readonly roles: readonly RoleName[];
  readonly dataDir: string | null;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl: string;
    readonly reusePort: boolean;
    readonly trustProxy: readonly string[];
  };
  /** null in a process that is only a gateway: it holds no way to a database. */
  readonly databases: DatabasesConfig | null;
  readonly redis: { readonly url: string };
  readonly logic: {
    readonly host: string;
    readonly port: number;
    readonly rpcPort: number;
    readonly urls: readonly string[];
    readonly rpcUrls: readonly string[];
    readonly rpcSecret: string | null;
  };
  readonly web: { readonly url: string | null };
  readonly health: { readonly port: number | null };
  readonly log: { readonly level: string };
  readonly limits: {
    readonly appendQueue: number;
    readonly socketEventsPerSecond: number;
    readonly socketBufferBytes: number;
    readonly acceptPerSecond: number;
    readonly strangersPerAddress: number;
    readonly socketsPerAccount: number;
    readonly requestsPerSecond: number;
    readonly loginFailuresPerAccount: number;
    readonly loginFailuresPerAddress: number;
    readonly hashConcurrency: number;
    readonly drainMs: number;
  };
  readonly policy: { readonly editWindowMs: number; readonly recallWindowMs: number };
  readonly inbox: { readonly keepMs: number; readonly holds: number };
  readonly push: {
    readonly allowedHosts: readonly string[];
    readonly idOnly: boolean;
    /** mailto: or https:; null: nobody is named. */
    readonly contact: string | null;
  };
  readonly spans: {
    /** null: none are made. */
    readonly url: string | null;
    readonly headers: Readonly<Record<string, string>>;
    readonly ratio: number;
    readonly service: string;
  };
};

/** Everything that is wrong with the settings, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The settings have ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n  ${faults.join('\n  ')}`,
    );
    this.faults = faults;
  }
}

/** Parses the environment, whole; throws one ConfigError that lists every fault. */
export function loadConfig(env: Env = process.env): Config {
  const faults: string[] = [];
  const settings = parseGroups(env, faults);
  faults.push(...roleFaults(settings.process?.PARLEY_ROLES ?? [], env));
  if (!isWhole(settings, faults)) throw new ConfigError(faults);
  return deepFreeze(toConfig(settings));
}

export const SETTING_NAMES: readonly string[] = Object.values(SETTING_GROUPS).flatMap(({ schema }) =>
  Object.keys(schema.shape),
);

/** What is wrong with the values that are given; whether the roles need more is not asked. */
export function settingFaults(env: Env): readonly string[] {
  const faults: string[] = [];
  parseGroups(env, faults);
  return faults;
}

/** What an operator's command needs: the databases and Redis, whatever roles the surroundings name. */
export function loadOperatorConfig(env: Env = process.env): Config {
  return loadConfig({ ...env, PARLEY_ROLES: 'worker' });
}

/** The databases of a process whose roles need them; loadConfig has seen to it that they are there. */
export function databasesOf(config: Config): DatabasesConfig {
  if (config.databases === null)
    throw new ConfigError(['PARLEY_DIRECTORY_URL: this process runs as a gateway only, it has no databases']);
  return config.databases;
}

function parseGroups(env: Env, faults: string[]): Partial<Settings> {
  const entries = Object.entries(SETTING_GROUPS).map(([group, { schema }]) => {
    const parsed = schema.safeParse(given(env, Object.keys(schema.shape)));
    if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => faultLine(schema, issue, env)));
    return [group, parsed.data];
  });
  return Object.fromEntries(entries) as Partial<Settings>;
}

function isWhole(settings: Partial<Settings>, faults: readonly string[]): settings is Settings {
  return faults.length === 0 && Object.values(settings).every((group) => group !== undefined);
}

function faultLine(schema: z.ZodObject, issue: z.core.$ZodIssue, env: Env): string {
  const name = String(issue.path[0]);
  const setting = schema.shape[name] as z.ZodType | undefined;
  const meta = setting?.meta() as SettingMeta | undefined;
  const got = meta?.secret === true ? '' : ` (it is ${JSON.stringify(env[name])})`;
  return `${name}: ${issue.message}${got}`;
}

function toConfig(settings: Settings): Config {
  const { process: own, http, redis, logic } = settings;
  return {
    roles: own.PARLEY_ROLES,
    dataDir: own.PARLEY_DATA_DIR ?? null,
    http: {
      host: http.PARLEY_HOST,
      port: http.PARLEY_PORT,
      publicUrl: (http.PARLEY_PUBLIC_URL ?? `http://${urlHost(http.PARLEY_HOST)}:${http.PARLEY_PORT}`).replace(
        /\/+$/,
        '',
      ),
      reusePort: http.PARLEY_REUSE_PORT,
      trustProxy: http.PARLEY_TRUST_PROXY ?? [],
    },
    databases: toDatabases(settings),
    redis: { url: redis.PARLEY_REDIS_URL ?? '' },
    logic: {
      host: logic.PARLEY_LOGIC_HOST,
      port: logic.PARLEY_LOGIC_PORT ?? 0,
      rpcPort: logic.PARLEY_RPC_PORT ?? 0,
      urls: logic.PARLEY_LOGIC_URLS ?? [],
      rpcUrls: logic.PARLEY_RPC_URLS ?? [],
      rpcSecret: logic.PARLEY_RPC_SECRET ?? null,
    },
    web: { url: http.PARLEY_WEB_URL ?? null },
    health: { port: own.PARLEY_HEALTH_PORT ?? null },
    log: { level: own.PARLEY_LOG_LEVEL },
    limits: toLimits(settings),
    inbox: {
      keepMs: settings.inbox.PARLEY_INBOX_DAYS * 24 * 3_600_000,
      holds: settings.inbox.PARLEY_INBOX_ENTRIES,
    },
    policy: {
      editWindowMs: settings.policy.PARLEY_EDIT_WINDOW_S * 1_000,
      recallWindowMs: settings.policy.PARLEY_RECALL_WINDOW_S * 1_000,
    },
    push: toPush(settings),
    spans: toSpans(settings),
  };
}

function toSpans({ spans }: Settings): Config['spans'] {
  return {
    url: spans.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/*$/, '/v1/traces') ?? null,
    headers: spans.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    ratio: spans.OTEL_TRACES_SAMPLER_ARG,
    service: spans.OTEL_SERVICE_NAME,
  };
}

function toPush({ push, http }: Settings): Config['push'] {
  const publicUrl = http.PARLEY_PUBLIC_URL?.startsWith('https:') === true ? http.PARLEY_PUBLIC_URL : null;
  return {
    allowedHosts: push.PARLEY_PUSH_ALLOWED_HOSTS ?? [],
    idOnly: push.PARLEY_PUSH_CONTENT === 'id-only',
    contact: push.PARLEY_PUSH_CONTACT ?? publicUrl,
  };
}

function toDatabases({ databases }: Settings): DatabasesConfig | null {
  const { PARLEY_DIRECTORY_URL: directoryUrl, PARLEY_SHARD_URLS: shards } = databases;
  if (directoryUrl === undefined || shards === undefined) return null;
  return { directoryUrl, shards, pool: databases.PARLEY_DB_POOL, timeoutMs: databases.PARLEY_DB_TIMEOUT_MS };
}

function toLimits({ limits, process: own }: Settings): Config['limits'] {
  return {
    appendQueue: limits.PARLEY_APPEND_QUEUE,
    socketEventsPerSecond: limits.PARLEY_SOCKET_EVENTS_PER_SECOND,
    socketBufferBytes: limits.PARLEY_SOCKET_BUFFER_BYTES,
    acceptPerSecond: limits.PARLEY_ACCEPT_PER_SECOND,
    strangersPerAddress: limits.PARLEY_STRANGERS_PER_ADDRESS,
    socketsPerAccount: limits.PARLEY_SOCKETS_PER_ACCOUNT,
    requestsPerSecond: limits.PARLEY_REQUESTS_PER_SECOND,
    loginFailuresPerAccount: limits.PARLEY_LOGIN_FAILURES_PER_ACCOUNT,
    loginFailuresPerAddress: limits.PARLEY_LOGIN_FAILURES_PER_ADDRESS,
    hashConcurrency: limits.PARLEY_HASH_CONCURRENCY ?? Math.min(2, Math.max(1, Math.floor(availableParallelism() / 2))),
    drainMs: own.PARLEY_DRAIN_MS,
  };
}

/** An address that listens everywhere is no address to open; the own machine is. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value) as unknown[]) deepFreeze(part);
  }
  return value;
}
