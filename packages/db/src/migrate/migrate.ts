import type pg from 'pg';
import { migrationFiles, sqlFiles } from '../repository-files.js';
import { ShardRouter, type DatabaseUrls } from '../shard-router.js';
import { assignBuckets, nameShard, openBuckets, registerShards } from './assign-buckets.js';
import { applyMigrations, ENGINE_NAME } from './engine.js';
import { installSql } from './install-sql.js';
import { connectOrCreate } from './server-database.js';
import { createSystemRows } from './system-rows.js';

export type MigratedDatabase = { name: string; migrations: string[]; functions: string[] };

const MIGRATE_LOCK = 1886544996;
const LOCK_WAIT_MS = 60_000;

/**
 * Brings the directory and every shard to this release: databases that don't exist yet, migrations, functions, buckets,
 * the doctor's users. One run at a time; a repeat does nothing; an interrupted one is repeated.
 */
export async function migrate(urls: DatabaseUrls): Promise<MigratedDatabase[]> {
  if (urls.shards.length === 0) throw new Error('there is no shard url');
  const directory = await connectOrCreate(urls.directoryUrl);
  try {
    await lock(directory);
    const report = [await migrateOne(directory, urls.directoryUrl, 'directory')];
    const ids = await registerShards(
      directory,
      urls.shards.map((shard) => shard.name),
    );
    await assignBuckets(directory);
    for (const { name, url } of urls.shards) {
      const shard = await connectOrCreate(url);
      try {
        report.push({ ...(await migrateOne(shard, url, 'shard')), name });
        const id = ids.get(name) ?? -1;
        await nameShard(shard, id, name);
        await openBuckets(directory, shard, id);
      } finally {
        await shard.end();
      }
    }
    const router = await ShardRouter.open(urls, { size: 2, applicationName: 'parley-migrate' });
    try {
      await createSystemRows(router);
    } finally {
      await router.close();
    }
    return report;
  } finally {
    await directory.end();
  }
}

async function migrateOne(client: pg.Client, url: string, kind: 'directory' | 'shard'): Promise<MigratedDatabase> {
  await endInterrupted(client);
  await forgetInterrupted(client);
  const migrations = await applyMigrations(url, migrationFiles(kind));
  const functions = await installSql(client, sqlFiles(kind));
  return { name: kind, migrations, functions };
}

/** The server goes on with the script of a run that was killed, after its lock is free: ended here, it leaves nothing behind. */
async function endInterrupted(client: pg.Client): Promise<void> {
  await client.query(
    'select pg_terminate_backend(pid, $2) from pg_stat_activity where datname = current_database() and application_name = $1',
    [ENGINE_NAME, LOCK_WAIT_MS],
  );
}

/**
 * A migration is one transaction that also marks itself finished (its last statement), so one that is not marked has
 * left nothing behind. Without this, the engine would ask for a hand after a kill.
 */
async function forgetInterrupted(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as there",
  );
  if (rows[0]?.there !== true) return;
  await client.query('delete from _prisma_migrations where finished_at is null');
}

/** Two deploys at once: the second waits, then finds nothing to do. The lock goes with the connection. */
async function lock(client: pg.Client): Promise<void> {
  await client.query(`set lock_timeout = ${LOCK_WAIT_MS}`);
  await client.query('select pg_advisory_lock($1)', [MIGRATE_LOCK]);
  await client.query('reset lock_timeout');
}
