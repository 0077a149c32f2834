import { migrate } from '@parley/db';
import type { MigrateAnswer } from './index.js';
import type { Operator } from './operator.js';

/** Brings every database to this release, and makes the install's first signing key, so that no role has to. */
export async function migrateDatabases(operator: Operator): Promise<MigrateAnswer> {
  const databases = await migrate(operator.urls);
  await (await operator.tokens()).trust();
  return { databases: databases.map(({ name, migrations }) => ({ name, migrations })) };
}
