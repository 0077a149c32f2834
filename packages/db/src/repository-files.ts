import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** prisma/ at the root of the checkout or image: schemas, migrations and reviewed SQL, shipped as they are. */
const PRISMA = join(import.meta.dirname, '../../../prisma');

export type SqlFile = { name: string; text: string };

export function sqlFiles(folder: 'directory' | 'shard'): SqlFile[] {
  const path = join(PRISMA, 'sql', folder);
  return readdirSync(path)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({ name: file.slice(0, -'.sql'.length), text: readFileSync(join(path, file), 'utf8') }));
}

/** A prepared statement: its name is its file's, so it is planned once per connection. */
export type Statement = { name: string; text: string };

export function statement(name: string): Statement {
  return { name, text: readFileSync(join(PRISMA, 'sql', 'query', `${name}.sql`), 'utf8') };
}

export type MigrationFiles = { lockfile: string; migrations: { name: string; script: string }[] };

export function migrationFiles(database: 'directory' | 'shard'): MigrationFiles {
  const path = join(PRISMA, database, 'migrations');
  const names = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    lockfile: readFileSync(join(path, 'migration_lock.toml'), 'utf8'),
    migrations: names.map((name) => ({ name, script: readFileSync(join(path, name, 'migration.sql'), 'utf8') })),
  };
}
