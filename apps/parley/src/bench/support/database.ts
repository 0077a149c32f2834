import { DEFAULT_POOL, Directory } from '@parley/db';

export type Pool = Directory['pool'];

/** A few questions to a database of the install, whichever it is: only the pool of what is opened is used. */
export async function withDatabase<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const database = new Directory(url, { ...DEFAULT_POOL, size: 1, applicationName: 'parley-bench' });
  try {
    return await work(database.pool);
  } finally {
    await database.close();
  }
}
