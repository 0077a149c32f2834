import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { SqlFile } from '../repository-files.js';

/**
 * (Re)installs the functions whose text has changed. A function's signature never changes under a running release: a new
 * one gets a new name, and the old one is dropped a release later.
 */
export async function installSql(client: pg.Client, files: readonly SqlFile[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from sql_installed');
  const known = new Map(rows.map((row) => [row.name, row.hash]));
  const installed: string[] = [];
  for (const file of files) {
    const hash = createHash('sha256').update(file.text).digest('hex');
    if (known.get(file.name) === hash) continue;
    await client.query('begin');
    try {
      await client.query(file.text);
      await client.query(
        `insert into sql_installed (name, hash) values ($1, $2)
         on conflict (name) do update set hash = excluded.hash, installed_at = now()`,
        [file.name, hash],
      );
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw new Error(`prisma/sql/…/${file.name}.sql could not be installed: ${String(error)}`, { cause: error });
    }
    installed.push(file.name);
  }
  return installed;
}
