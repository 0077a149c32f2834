import { startStack, type Stack } from '../../support/stack.js';

let stack: Stack | null = null;

/**
 * Databases and Redis for the whole tier; each test file makes databases of its own on them. With the variables set
 * already (a stack that stays up between runs), that one is used.
 */
export async function setup(): Promise<void> {
  if (process.env['PARLEY_TEST_DIRECTORY_URL'] !== undefined) return;
  stack = await startStack();
  const { admin, redisUrl } = stack;
  // The superuser's: the tests create databases.
  process.env['PARLEY_TEST_DIRECTORY_URL'] = admin.directoryUrl;
  process.env['PARLEY_TEST_SHARD_URLS'] = admin.shards.map(({ url }) => url).join(',');
  process.env['PARLEY_TEST_REDIS_URL'] = redisUrl;
}

export async function teardown(): Promise<void> {
  await stack?.down();
}
