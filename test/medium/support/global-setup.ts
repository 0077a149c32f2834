import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mintSessions, serverCli } from '../../support/cli.js';
import { startStack, type Stack } from '../../support/stack.js';
import { type Databases, drop, named, settingsOf } from './databases.js';

/** Pairs of people in the template; a realm has as many. */
const PAIRS = 120;

let stack: Stack | null = null;
let template: { databases: Databases; folder: string } | null = null;

/**
 * Databases and Redis for the whole tier, and an install on them, migrated and peopled once, that test files copy. With
 * the variables set already (a stack that stays up between runs), that stack is used.
 */
export async function setup(): Promise<void> {
  if (process.env['PARLEY_TEST_DIRECTORY_URL'] === undefined) {
    stack = await startStack();
    const { admin, redisUrl } = stack;
    // The superuser's: the tests create databases.
    process.env['PARLEY_TEST_DIRECTORY_URL'] = admin.directoryUrl;
    process.env['PARLEY_TEST_SHARD_URLS'] = admin.shards.map(({ url }) => url).join(',');
    process.env['PARLEY_TEST_REDIS_URL'] = redisUrl;
  }
  const databases = named(`parley_template_${process.pid}`);
  const folder = await mkdtemp(join(tmpdir(), 'parley-template-'));
  template = { databases, folder };
  const env = settingsOf(databases, process.env['PARLEY_TEST_REDIS_URL'] ?? '');
  await serverCli(env, ['migrate']);
  const sessions = await mintSessions(env, PAIRS * 2);
  const file = join(folder, 'template.json');
  await writeFile(file, JSON.stringify({ databases, sessions }));
  process.env['PARLEY_TEST_TEMPLATE'] = file;
}

export async function teardown(): Promise<void> {
  if (template !== null) {
    await rm(template.folder, { recursive: true, force: true });
    if (stack === null) await drop(template.databases);
  }
  await stack?.down();
}
