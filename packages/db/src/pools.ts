import pg from 'pg';

export type PoolOptions = {
  /** Connections per database and process. */
  size: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** A database that doesn't answer a new connection within this time counts as down. */
  connectTimeoutMs: number;
};

export const DEFAULT_POOL: PoolOptions = { size: 8, applicationName: 'parley', connectTimeoutMs: 5_000 };

/**
 * enable_seqscan off: every statement of the server is an index look-up, and a plan made while its table was empty would
 * otherwise read the whole table until the next ANALYZE. The timeouts end what a vanished process left behind.
 */
const SESSION = [
  'synchronous_commit=on',
  'TimeZone=UTC',
  'enable_seqscan=off',
  'jit=off',
  'statement_timeout=30s',
  'idle_in_transaction_session_timeout=30s',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/**
 * One pool per database and process, shared by the hot statements and, through adapter-pg, by the Prisma client.
 * bigint arrives as a string (ids are strings everywhere in JavaScript; counters are turned into numbers by the
 * statement that reads them), timestamptz as a Date, jsonb parsed. synchronous_commit is never left to a server default:
 * an ack promises a commit on disk.
 */
export function openPool(
  url: string,
  options: PoolOptions,
  onConnect?: (client: pg.PoolClient) => Promise<void>,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.size,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    options: SESSION,
    verify: (client, done) => {
      if (onConnect === undefined) return done();
      onConnect(client).then(
        () => done(),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}
