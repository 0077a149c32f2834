import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { mintSessions, serverCli } from '../../support/cli.js';
import { query } from '../../support/query.js';
import { startStack, type Stack } from '../../support/stack.js';
import { copy, drop, named, settingsOf, type Template } from './databases.js';

/** Pairs of people in the template; a realm has as many. */
const PAIRS = 120;

let stacks: Stack[] = [];
let template: { databases: Pick<Template, 'bare' | 'databases'>; folder: string } | null = null;

/**
 * Databases and Redis for the whole tier, and an install on them, migrated once and peopled once, that test files copy. With
 * the variables set already (a stack that stays up between runs), that stack is used.
 */
export async function setup(project: TestProject): Promise<void> {
  if (process.env['PARLEY_TEST_DIRECTORY_URL'] === undefined) {
    await startServers(project.config.maxWorkers);
  }
  const bare = named(`parley_template_${process.pid}`);
  const redis = process.env['PARLEY_TEST_REDIS_URLS']?.split(',')[0] ?? '';
  await serverCli(settingsOf(bare, redis), ['migrate']);
  const databases = await copy(bare);
  const folder = await mkdtemp(join(tmpdir(), 'parley-template-'));
  template = { databases: { bare, databases }, folder };
  const sessions = await mintSessions(settingsOf(databases, redis), PAIRS * 2);
  const file = join(folder, 'template.json');
  await writeFile(file, JSON.stringify({ bare, databases, sessions } satisfies Template));
  process.env['PARLEY_TEST_TEMPLATE'] = file;
}

export async function teardown(): Promise<void> {
  if (template !== null) {
    await rm(template.folder, { recursive: true, force: true });
    if (stacks.length === 0) await Promise.all(Object.values(template.databases).map(drop));
  }
  await Promise.all(stacks.map((stack) => stack.down()));
}

/** Three Postgres servers for all, and a Redis server for each of the files that run at once. */
async function startServers(workers: number): Promise<void> {
  const whole = await startStack();
  stacks = [whole];
  const { directoryUrl, shards, admin } = whole;
  // Databases that somebody else runs: nothing but Redis is started.
  const elsewhere = {
    PARLEY_DIRECTORY_URL: directoryUrl,
    PARLEY_SHARD_URLS: shards.map(({ name, url }) => `${name}=${url}`).join(','),
  };
  const more = Array.from({ length: workers - 1 }, () => startStack({ env: elsewhere }));
  stacks.push(...(await Promise.all(more)));
  // The superuser's: the tests create databases.
  const servers = [admin.directoryUrl, ...admin.shards.map(({ url }) => url)];
  await Promise.all(servers.map(forgetPowerCuts));
  process.env['PARLEY_TEST_DIRECTORY_URL'] = admin.directoryUrl;
  process.env['PARLEY_TEST_SHARD_URLS'] = servers.slice(1).join(',');
  process.env['PARLEY_TEST_REDIS_URLS'] = stacks.map(({ redisUrl }) => redisUrl).join(',');
}

/** No test of this tier cuts the power, and a database is made and dropped for each of them: without waiting for the disk. */
async function forgetPowerCuts(url: string): Promise<void> {
  for (const [name, value] of [
    ['fsync', 'off'],
    ['full_page_writes', 'off'],
  ]) {
    await query(url, `alter system set ${name} = ${value}`);
  }
  await query(url, 'select pg_reload_conf()');
}
