import { z } from 'zod';

import type { OwnCluster } from './clusters.js';
import { type Pool, withDatabase } from './database.js';

/** What a cluster needs so that it counts; also inside of functions, where a batch spends its time. */
export const STATEMENT_SETTINGS = [
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.track=all',
  'pg_stat_statements.max=1000',
];

export const StatementCost = z.object({
  statement: z.string(),
  /** Called by a client; else within a function, whose time holds it too. */
  topLevel: z.boolean(),
  calls: z.number(),
  rows: z.number(),
  milliseconds: z.number(),
});
export type StatementCost = z.infer<typeof StatementCost>;

/** From now on only. */
export async function resetStatementCosts(clusters: readonly OwnCluster[]): Promise<void> {
  await Promise.all(
    clusters.map((cluster) =>
      asSuperuser(cluster, async (pool) => {
        await pool.query('create extension if not exists pg_stat_statements');
        await pool.query('select pg_stat_statements_reset()');
      }),
    ),
  );
}

/** Of all clusters together, the dearest first. The wait for the disk at a commit is not in it. */
export async function readStatementCosts(clusters: readonly OwnCluster[]): Promise<StatementCost[]> {
  const rows = await Promise.all(clusters.map((cluster) => asSuperuser(cluster, costsOf)));
  const costs = new Map<string, StatementCost>();
  for (const row of rows.flat()) {
    const key = `${row.topLevel} ${row.statement}`;
    const known = costs.get(key);
    if (known === undefined) costs.set(key, { ...row });
    else {
      known.calls += row.calls;
      known.rows += row.rows;
      known.milliseconds += row.milliseconds;
    }
  }
  return [...costs.values()].toSorted((a, b) => b.milliseconds - a.milliseconds);
}

async function costsOf(pool: Pool): Promise<StatementCost[]> {
  const { rows } = await pool.query<StatementCost>(
    `select query as statement, toplevel as "topLevel", calls::float8 as calls, rows::float8 as rows, total_exec_time as milliseconds
       from pg_stat_statements s join pg_database d on d.oid = s.dbid
      where d.datname = 'parley' and query !~ 'pg_stat_statements'`,
  );
  return rows.map((row) => ({ ...row, statement: row.statement.replaceAll(/\s+/g, ' ').trim() }));
}

async function asSuperuser<T>({ adminUrl }: OwnCluster, work: (pool: Pool) => Promise<T>): Promise<T> {
  const url = new URL(adminUrl);
  url.pathname = '/parley';
  return withDatabase(url.href, work);
}
