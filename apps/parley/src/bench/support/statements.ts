import { withDatabase } from './database.js';

/** Transactions that each database has ended so far. Backends report them with a delay of a second or so. */
export async function readTransactions(urls: readonly { name: string; url: string }[]): Promise<Map<string, number>> {
  const counts = await Promise.all(
    urls.map(async ({ name, url }): Promise<[string, number]> => [name, await transactionsOf(url)]),
  );
  return new Map(counts);
}

async function transactionsOf(url: string): Promise<number> {
  const { rows } = await withDatabase(url, (pool) =>
    pool.query<{ count: string }>(
      'select xact_commit + xact_rollback as count from pg_stat_database where datname = current_database()',
    ),
  );
  return Number(rows[0]?.count ?? 0);
}
