import { totalmem } from 'node:os';

type Setting = readonly [name: string, value: string, why: string];

const FIXED: readonly Setting[] = [
  ['listen_addresses', `'127.0.0.1'`, 'only the processes of this machine'],
  ['unix_socket_directories', `''`, 'one way in; a socket path would break at 107 bytes'],
  ['password_encryption', 'scram-sha-256', 'no other kind is accepted by pg_hba.conf'],
  ['max_connections', '200', 'pools of up to eight processes, with room for an operator'],

  ['fsync', 'on', 'an acknowledged message survives a power cut'],
  ['synchronous_commit', 'on', 'the acknowledgement follows the commit that is on disk'],
  ['full_page_writes', 'on', 'a torn page after a power cut is repaired'],
  ['wal_buffers', '16MB', 'a batch of the append lane fits, so that only commits write'],
  ['recovery_init_sync_method', 'syncfs', 'after a crash: one call instead of opening every file, seconds sooner back'],
  ['checkpoint_timeout', '15min', 'fewer full page images'],
  ['checkpoint_completion_target', '0.9', 'spread the writes over the whole interval'],

  ['work_mem', '8MB', 'sorts of a batch or a page of history never spill'],
  ['maintenance_work_mem', '128MB', 'index builds and vacuum in one pass'],
  ['random_page_cost', '1.1', 'solid state disks: an index scan is right earlier'],
  ['jit', 'off', 'queries take microseconds; compiling them takes milliseconds'],
  ['max_parallel_workers_per_gather', '0', 'a parallel plan would take its cores from the senders'],
  ['io_workers', '2', 'per cluster, and there are three'],

  ['autovacuum_naptime', '15s', 'heads and outbox rows die thousands of times a second'],
  ['autovacuum_vacuum_scale_factor', '0.05', 'the hot tables are cleaned while they are small'],
  ['autovacuum_analyze_scale_factor', '0.2', 'plans follow a table that grows from nothing'],
  [
    'default_statistics_target',
    '20',
    'rows are found by key: a sample of 6,000 tells enough, 30,000 took 0.4 s of CPU',
  ],
  ['autovacuum_vacuum_insert_scale_factor', '0.2', 'keeps the visibility map of append-only tables fresh'],
  [
    'autovacuum_vacuum_cost_limit',
    '100',
    'keeps up with the load it cleans after, and leaves most of a core to the senders meanwhile',
  ],

  ['idle_in_transaction_session_timeout', '60s', 'a stuck process must not hold its locks for ever'],
  ['tcp_keepalives_idle', '60', 'a peer that vanished frees its locks'],
  ['timezone', `'UTC'`, 'one time everywhere'],
  ['log_timezone', `'UTC'`, 'the same in the log'],
  ['lc_messages', `'C'`, 'messages that can be searched for'],
  ['logging_collector', 'off', 'the supervisor keeps the log and bounds it'],
  ['log_line_prefix', `'%m [%p] '`, 'time and process'],
  ['log_min_duration_statement', '1s', 'slow statements are found in the log'],
  ['log_parameter_max_length', '0', 'parameters are what people wrote: never in a log'],
  ['log_parameter_max_length_on_error', '0', 'the same for statements that fail'],
  ['log_error_verbosity', 'terse', 'the detail of an error can quote a row'],
  ['log_checkpoints', 'off', 'every 15 minutes of nothing to act on'],
];

const MB = 1024 ** 2;

function sized(memoryBytes: number): Setting[] {
  // Three clusters share the machine with everything else of Parley: 15 % of its memory at most.
  const share = Math.min(4_096, Math.max(128, 2 ** Math.floor(Math.log2(memoryBytes / 20 / MB))));
  const small = share < 256;
  return [
    ['max_wal_size', small ? '1GB' : '4GB', 'checkpoints come by time, not by volume: they show in the slowest sends'],
    ['min_wal_size', small ? '128MB' : '512MB', 'segments are used again instead of made anew under load'],
    ['shared_buffers', `${share}MB`, 'heads, keys and the newest messages stay in memory'],
    ['effective_cache_size', `${share * 4}MB`, 'what the file cache holds beside it, for the planner'],
  ];
}

/** What differs from Postgres' own defaults, each with its reason; written to parley.conf at every start. */
export function postgresConf(port: number, memoryBytes: number = totalmem()): string {
  const ownPort: Setting = ['port', String(port), 'a free one, remembered in ports.json'];
  const lines = [ownPort, ...FIXED, ...sized(memoryBytes)].map(
    ([name, value, why]) => `${`${name} = ${value}`.padEnd(48)} # ${why}`,
  );
  const head = '# Written by ./parley at every start; put changes of your own into postgresql.conf, after the include.';
  return `${head}\n${lines.join('\n')}\n`;
}

export const hostRules = `# Written by ./parley at every start.
host all all 127.0.0.1/32 scram-sha-256
`;
