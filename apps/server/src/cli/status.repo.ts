import { outboxBacklog } from '@parley/db';
import type { Database } from '@parley/db';
import type { DatabaseStatus } from './index.js';

type Row = { version: string; size: string; migration: string | null; now_ms: number };

const LOOK = `
  select current_setting('server_version') as version, pg_database_size(current_database())::text as size,
         (select migration_name from _prisma_migrations where finished_at is not null order by migration_name desc limit 1) as migration,
         (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms`;

/** A database that is down is a line of the report, not the end of it. */
export async function lookAt(database: Database): Promise<DatabaseStatus> {
  const { name } = database;
  try {
    // Connects first: only the round trip of a query says something about the clock.
    await database.pool.query('select 1');
    const before = Date.now();
    const { rows } = await database.pool.query<Row>(LOOK);
    const middle = (before + Date.now()) / 2;
    const [row] = rows;
    if (row === undefined) throw new Error('no answer');
    return {
      name,
      ok: true,
      version: row.version,
      sizeBytes: Number(row.size),
      ...(row.migration === null ? {} : { migration: row.migration }),
      outbox: await outboxBacklog(database),
      clockSkewMs: Math.round(row.now_ms - middle),
    };
  } catch (error) {
    return { name, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
