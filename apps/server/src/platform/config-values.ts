/** How single values of the environment are read, and what is said when they don't fit. */
import { isIP } from 'node:net';
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

export const port = () => whole('a port number', 0, 65_535);

export function whole(what: string, min: number, max: number) {
  const error = `give ${what}, a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .refine((value) => value >= min && value <= max, error);
}

export function flag() {
  return z
    .enum(['true', 'false', '1', '0'], 'give true or false')
    .transform((value) => value === 'true' || value === '1');
}

export function urlOf(protocols: readonly string[], example: string) {
  const fits = (value: string) => URL.canParse(value) && protocols.includes(new URL(value).protocol);
  return z.string().refine(fits, `give a URL like ${example}`);
}

export const httpUrl = () => urlOf(['http:', 'https:'], 'http://127.0.0.1:3000');
export const postgresUrl = () => urlOf(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/database');

export const httpUrls = () =>
  z
    .string()
    .transform((value) => commaList(value))
    .pipe(z.array(httpUrl()).min(1, 'give one or more URLs, separated by commas'));

/** A share of all, 0 to 1. */
export function share() {
  const error = 'give a share of all, a number from 0 to 1';
  return z
    .string()
    .regex(/^\d*\.?\d+$/, error)
    .transform(Number)
    .refine((value) => value <= 1, error);
}

/** `name=value` pairs, separated by commas, as the OpenTelemetry settings have them. */
export function pairs() {
  return z.string().transform((value, ctx): Readonly<Record<string, string>> => {
    const found = commaList(value).map((pair) => /^(?<name>[\w-]+)\s*=\s*(?<value>.*)$/.exec(pair)?.groups);
    if (found.includes(undefined))
      ctx.addIssue({ code: 'custom', message: 'give name=value pairs, separated by commas' });
    return Object.fromEntries(found.map((groups) => [groups?.['name'] ?? '', safelyDecoded(groups?.['value'] ?? '')]));
  });
}

function safelyDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function commaList(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Addresses and networks; a typing error here would open or shut the wrong door. */
export const networks = () =>
  z
    .string()
    .transform(commaList)
    .refine((list) => list.every(isNetwork), 'give addresses or networks, 10.0.0.0/8, separated by commas');

/** Names of machines, with a port where it is not the usual one. */
export const hosts = () =>
  z
    .string()
    .transform(commaList)
    .refine((list) => list.every(isHost), 'give hosts, push.example or push.example:8443, separated by commas');

function isHost(entry: string): boolean {
  const url = `https://${entry}/`;
  return !/[/@?#\\]/.test(entry) && URL.canParse(url) && new URL(url).hostname !== '';
}

function isNetwork(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/');
  const size = isIP(address) === 6 ? 128 : 32;
  const sound = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= size);
  return isIP(address) !== 0 && sound && rest.length === 0;
}

export const roles = z.string().transform((value, ctx): readonly RoleName[] => {
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
export const shardUrls = z.string().transform((value, ctx): readonly ShardUrl[] => {
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
export function setting<T extends z.ZodType>(schema: T, meta: SettingMeta) {
  return schema.optional().meta(meta);
}

/** A setting with a default, given as it would stand in the environment. */
export function defaulted<T extends z.ZodType<unknown, string>>(schema: T, value: string, meta: SettingMeta) {
  return schema.prefault(value as z.input<T> & string).meta({ ...meta, shownDefault: value });
}
