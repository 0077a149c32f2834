import pg from 'pg';
import { SilenceWatch } from './silence.js';

export type PoolOptions = {
  /** Connections per database and process. */
  size: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** A database that doesn't answer a new connection within this time counts as down. */
  connectTimeoutMs: number;
  /** A statement that takes longer is ended by the database, and nothing of it is stored. */
  statementTimeoutMs: number;
  /** Called with the name of a database that kept a statement without any answer: it hangs, or the line to it is dead. */
  onSilence?: (database: string, afterMs: number) => void;
};

export const DEFAULT_POOL: PoolOptions = {
  size: 8,
  applicationName: 'parley',
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 30_000,
};

/** A database that lives ends the statement itself, and says so; this long after, its word is not waited for any longer. */
const GRACE_MS = 1_000;
/**
 * enable_seqscan off: every statement of the server is an index look-up, and a plan made while its table was empty would
 * otherwise read the whole table until the next ANALYZE. The timeouts end what a vanished process left behind.
 */
const SESSION = [
  'synchronous_commit=on',
  'TimeZone=UTC',
  'enable_seqscan=off',
  'jit=off',
  'idle_in_transaction_session_timeout=30s',
];

/**
 * One pool per database and process, shared by the hot statements and, through adapter-pg, by the Prisma client.
 * bigint arrives as a string (ids are strings everywhere in JavaScript; counters are turned into numbers by the
 * statement that reads them), timestamptz as a Date, jsonb parsed. synchronous_commit is never left to a server default:
 * an ack promises a commit on disk.
 */
export function openPool(
  { name, url }: { name: string; url: string },
  options: PoolOptions,
  onConnect?: (client: pg.PoolClient) => Promise<void>,
): pg.Pool {
  const { statementTimeoutMs } = options;
  const session = [...SESSION, `statement_timeout=${statementTimeoutMs}`];
  const pool = new pg.Pool({
    connectionString: url,
    max: options.size,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    options: session.map((setting) => `-c ${setting}`).join(' '),
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
  new SilenceWatch(name, { afterMs: statementTimeoutMs + GRACE_MS, onSilence: options.onSilence }).watch(pool);
  return pool;
}
