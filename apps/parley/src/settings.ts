import { resolve } from 'node:path';

import { z } from 'zod';

import { ROLES } from './args.ts';
import { Failure } from './bootstrap/failure.ts';
import { checkout } from './bootstrap/run-tool.ts';

export interface Shard {
  name: string;
  url: string;
}

/** The part of the settings that the launcher itself needs; everything else is passed on to the server. */
export interface Settings {
  dataDir: string;
  host: string;
  port: number;
  publicUrl: string;
  /** The same port, reached from this machine without anything between. */
  localUrl: string;
  roles: string;
  /** Given = that server is used; not given = an embedded one is run. */
  external: { databases?: { directoryUrl: string; shards: Shard[] }; redisUrl?: string };
}

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\/./, 'must be a postgres:// URL');

const shardList = z.string().transform((text, context): Shard[] => {
  const shards = text.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, Math.max(at, 0)).trim(), url: pair.slice(at + 1).trim() };
  });
  for (const { name, url } of shards) {
    if (!/^[a-z][a-z0-9-]*$/.test(name) || !postgresUrl.safeParse(url).success) {
      context.addIssue({ code: 'custom', message: 'must be name=postgres://…, parted by commas' });
      return z.NEVER;
    }
  }
  if (new Set(shards.map((shard) => shard.name)).size < shards.length) {
    context.addIssue({ code: 'custom', message: 'names a shard twice' });
  }
  return shards;
});

/** `./parley` runs a whole install: a gateway without logic is the matter of one that is spread over machines. */
const roleList = z.string().refine(
  (text) => {
    const names = text.split(',').map((name) => name.trim());
    return text === 'all' || (names.includes('logic') && names.every((name) => ROLES.some((role) => role === name)));
  },
  `must be all, or logic with some of ${ROLES.filter((role) => role !== 'logic').join(', ')}`,
);

const schema = z
  .object({
    PARLEY_DATA_DIR: z.string().default('.parley'),
    PARLEY_HOST: z.string().default('127.0.0.1'),
    PARLEY_PORT: z.coerce
      .number('must be a port')
      .int('must be a port')
      .min(1, 'must be a port')
      .max(65_535, 'must be a port')
      .default(8080),
    PARLEY_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }).optional(),
    PARLEY_DIRECTORY_URL: postgresUrl.optional(),
    PARLEY_SHARD_URLS: shardList.optional(),
    PARLEY_REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\/./, 'must be a redis:// URL')
      .optional(),
    PARLEY_ROLES: roleList.default('all'),
  })
  .superRefine((env, context) => {
    if ((env.PARLEY_DIRECTORY_URL === undefined) === (env.PARLEY_SHARD_URLS === undefined)) return;
    const missing = env.PARLEY_DIRECTORY_URL === undefined ? 'PARLEY_DIRECTORY_URL' : 'PARLEY_SHARD_URLS';
    context.addIssue({
      code: 'custom',
      path: [missing],
      message: 'must be set too: both databases are embedded, or neither',
    });
  });

/** The names of the launcher's own settings. */
export const OWN_NAMES: readonly string[] = Object.keys(schema.shape);

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings whole; every fault is listed at once, also those that `others` finds in what is only passed on. An
 * empty variable counts as not set.
 */
export function parseSettings(env: Env, others: (env: Env) => readonly string[] = () => []): Settings {
  const given = ownOf(env);
  const parsed = schema.safeParse(given);
  const issues = parsed.error?.issues ?? [];
  // What is named once is not named again in the words of another.
  const named = new Set(issues.map((issue) => issue.path[0]));
  const unnamed = Object.fromEntries(Object.entries(given).filter(([name]) => !named.has(name)));
  const faults = [...issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`), ...others(unnamed)];
  if (!parsed.success || faults.length > 0) throw new Failure('the settings are wrong (above)', faults);
  const { data } = parsed;
  const databases =
    data.PARLEY_DIRECTORY_URL === undefined || data.PARLEY_SHARD_URLS === undefined
      ? {}
      : { databases: { directoryUrl: data.PARLEY_DIRECTORY_URL, shards: data.PARLEY_SHARD_URLS } };
  return {
    dataDir: given['PARLEY_DATA_DIR'] === undefined ? resolve(checkout, '.parley') : resolve(data.PARLEY_DATA_DIR),
    host: data.PARLEY_HOST,
    port: data.PARLEY_PORT,
    publicUrl: (data.PARLEY_PUBLIC_URL ?? localUrl(data.PARLEY_HOST, data.PARLEY_PORT)).replace(/\/$/, ''),
    localUrl: localUrl(data.PARLEY_HOST, data.PARLEY_PORT),
    roles: data.PARLEY_ROLES,
    external: { ...databases, ...(data.PARLEY_REDIS_URL === undefined ? {} : { redisUrl: data.PARLEY_REDIS_URL }) },
  };
}

function ownOf(env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value = '']) =>
      name.startsWith('PARLEY_') && value.trim() !== '' ? [[name, value.trim()]] : [],
    ),
  );
}

export function readSettings(): Settings {
  return parseSettings(process.env);
}

/** An address that listens on every interface is reached at home through localhost. */
function localUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

export function isSet(name: `PARLEY_${string}`): boolean {
  return (process.env[name] ?? '').trim() !== '';
}
