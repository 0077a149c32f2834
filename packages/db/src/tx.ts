import type pg from 'pg';
import { CommitLost, isRefusal } from './errors.js';
import { DatabaseSilence } from './silence.js';

/** What runs inside one transaction of one database. A transaction never spans databases. */
export type Tx = {
  query<R extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<R[]>;
};

/** READ COMMITTED: each statement sees what was committed before it began; locks are explicit (docs/sharding.md). */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work({
      query: async <R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> => {
        const { rows } = await client.query<R>(text, [...values]);
        return rows;
      },
    });
    await client.query('commit').catch((error: unknown) => {
      throw isRefusal(error) ? error : new CommitLost('nobody knows whether it was committed', { cause: error });
    });
    return result;
  } catch (error) {
    // Behind a statement that is not answered a rollback is not answered either.
    if (error instanceof CommitLost || error instanceof DatabaseSilence) broken = error;
    else {
      await client.query('rollback').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error(String(failure));
      });
    }
    throw error;
  } finally {
    // A connection that can't roll back must not go back to the pool with an open transaction.
    client.release(broken);
  }
}
