/**
 * Every setting of the server: one zod object per group, values as they stand in the environment (strings in, typed
 * values out). docs/configuration.md is generated from here, so each setting says what it is for.
 */
import { z } from 'zod';
import {
  defaulted,
  flag,
  hosts,
  httpUrl,
  httpUrls,
  networks,
  pairs,
  port,
  postgresUrl,
  roles,
  setting,
  shardUrls,
  share,
  urlOf,
  whole,
} from './config-values.js';

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
    description:
      'Port of `/live`, `/startup`, `/ready` and `/metrics` of this process, on the loopback address. Unset: none.',
  }),
  PARLEY_DRAIN_MS: defaulted(whole('milliseconds', 0, 600_000), '60000', {
    description:
      'On SIGTERM a gateway tells its devices to reconnect at random moments, 200 a second, within this time at most; where it is the only gateway, within 10 s. `./parley` ends a server that takes longer than 90 s.',
  }),
});

const httpSettings = z.object({
  PARLEY_HOST: defaulted(z.string(), '127.0.0.1', {
    description: 'Address that the public port is bound to.',
  }),
  PARLEY_PORT: defaulted(port(), '8080', {
    description:
      'The only public port: web, `/api/v1`, `/socket.io` and `/ws` on one origin. Without `./parley`, 0 takes a free one.',
  }),
  PARLEY_PUBLIC_URL: setting(httpUrl(), {
    description:
      'Where people open Parley, as their browser sees it. Its origin is the only one that may sign in with a cookie; https makes the cookie Secure.',
    shownDefault: 'http://HOST:PORT',
  }),
  PARLEY_REUSE_PORT: defaulted(flag(), 'false', {
    description: 'Several gateways on one machine share the public port (SO_REUSEPORT).',
  }),
  PARLEY_TRUST_PROXY: setting(networks(), {
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
      'Connections of one process to each database. Two more serve the lanes of each shard. Processes × (this + 2) must stay below max_connections.',
  }),
  PARLEY_DB_TIMEOUT_MS: defaulted(whole('milliseconds', 500, 600_000), '15000', {
    description:
      'A statement that takes longer is ended by its database, and refused with UNAVAILABLE. A database that keeps silent for a second more counts as hung: the connection is given up, the log names it, and a send is answered with UNCERTAIN.',
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
  PARLEY_STRANGERS_PER_ADDRESS: defaulted(whole('a count', 10, 1_000_000), '2000', {
    description:
      'Connections of one address to one gateway, at a time, that have not signed in on a socket; those beyond are closed. A quarter as many may fail to sign in within 10 s before that address has to wait.',
  }),
  PARLEY_SOCKETS_PER_ACCOUNT: defaulted(whole('a count', 2, 100_000), '100', {
    description:
      'Sockets of one account to one gateway, at a time, and new ones within 10 s; those beyond are refused with RATE_LIMITED.',
  }),
  PARLEY_REQUESTS_PER_SECOND: defaulted(whole('a rate', 1, 100_000), '50', {
    description:
      'REST requests of one device (before sign-in, and with tokens that are none: one address) a second, on average over 10 s, to one process. Bodies that cannot be read count apart.',
  }),
  PARLEY_LOGIN_FAILURES_PER_ACCOUNT: defaulted(whole('a count', 1, 10_000), '10', {
    description: 'Failed sign-ins of one login within 15 minutes before it has to wait.',
  }),
  PARLEY_LOGIN_FAILURES_PER_ADDRESS: defaulted(whole('a count', 1, 1_000_000), '100', {
    description: 'Failed sign-ins from one address within 15 minutes before it has to wait.',
  }),
  PARLEY_HASH_CONCURRENCY: setting(whole('a count', 1, 64), {
    description:
      'Password hashes computed at a time in one process; each takes 19 MiB and about 50 ms of a core. As many as there are cores leave nothing for everybody else.',
    shownDefault: 'half of the cores, at most 2',
  }),
});

const inboxSettings = z.object({
  PARLEY_INBOX_DAYS: defaulted(whole('days', 1, 3_650), '90', {
    description:
      'A device that was away for longer loads its chat list anew; what it missed before is not kept for it.',
  }),
  PARLEY_INBOX_ENTRIES: defaulted(whole('entries', 1_000, 100_000_000), '100000', {
    description:
      'How much of what changed is kept for somebody; more only while a device of theirs that was there lately lacks it.',
  }),
});

const policySettings = z.object({
  PARLEY_EDIT_WINDOW_S: defaulted(whole('seconds', 0, 315_360_000), '86400', {
    description: 'How long one may edit what one sent. 0: nothing is edited.',
  }),
  PARLEY_RECALL_WINDOW_S: defaulted(whole('seconds', 0, 315_360_000), '120', {
    description:
      'How long one may recall what one sent. 0: nothing is; owner and admins of a group recall what those below them sent at any time.',
  }),
});

const pushSettings = z.object({
  PARLEY_PUSH_ALLOWED_HOSTS: setting(hosts(), {
    description:
      'Push services (comma list, `push.example` or `push.example:8443`) that may stand on a private address, on another port than 443, or answer http. Unset: public addresses over https only.',
  }),
  PARLEY_PUSH_CONTENT: defaulted(z.enum(['full', 'id-only'], 'give full or id-only'), 'full', {
    description:
      'What a push carries, encrypted for the device: `full`: names and the beginning of the text, as far as its owner wants; `id-only`: that there is something, never what.',
  }),
  PARLEY_PUSH_CONTACT: setting(urlOf(['mailto:', 'https:'], 'mailto:operator@example.org'), {
    description: 'Whom a push service may ask about this install.',
    shownDefault: 'PARLEY_PUBLIC_URL, if it is https',
  }),
});

const spanSettings = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(httpUrl(), {
    description:
      'Address of an OpenTelemetry collector that takes OTLP over HTTP (JSON); `/v1/traces` is put behind it. Unset: no spans are made or sent.',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: setting(pairs(), {
    description: 'Headers for the collector, `name=value` separated by commas.',
    secret: true,
  }),
  OTEL_TRACES_SAMPLER_ARG: defaulted(share(), '0.01', {
    description: 'Share of the requests and socket events that are traced, 0 to 1.',
  }),
  OTEL_SERVICE_NAME: defaulted(z.string(), 'parley', { description: 'Name of the service in the spans.' }),
});

/** The groups, in the order of the documentation. */
export const SETTING_GROUPS = {
  process: { title: 'Process', schema: processSettings },
  http: { title: 'Public address', schema: httpSettings },
  databases: { title: 'Databases', schema: databaseSettings },
  redis: { title: 'Redis', schema: redisSettings },
  logic: { title: 'Between gateway and logic', schema: logicSettings },
  limits: { title: 'Limits', schema: limitSettings },
  policy: { title: 'What people may do', schema: policySettings },
  inbox: { title: 'What is kept for devices that are away', schema: inboxSettings },
  push: { title: 'Push', schema: pushSettings },
  spans: { title: 'OpenTelemetry', schema: spanSettings },
} as const;

export type Settings = { [G in keyof typeof SETTING_GROUPS]: z.output<(typeof SETTING_GROUPS)[G]['schema']> };
