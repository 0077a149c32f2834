import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

import { migrate, ShardRouter, SYSTEM, type DatabaseUrls } from '@parley/db';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';

import { dropAll, freshUrls } from './databases.js';

let urls: DatabaseUrls;
afterEach(() => dropAll(urls));

async function expectWhole(): Promise<void> {
  const router = await ShardRouter.open(urls);
  try {
    const count = async (sql: string, pool = router.directory.pool): Promise<number> =>
      Number((await pool.query<{ n: string }>(sql)).rows[0]?.n);
    expect(router.map.bucketsOf(0)).toHaveLength(256);
    expect(router.map.bucketsOf(1)).toHaveLength(256);
    expect(await count("select count(*) as n from app_user where kind = 'system'")).toBe(2);
    expect(await count('select count(*) as n from worker_lease')).toBe(1024);
    for (const shard of router.shards) {
      expect(await count("select count(*) as n from shard_bucket where state = 'open'", shard.pool)).toBe(256);
      expect(await count('select count(*) as n from _prisma_migrations where finished_at is null', shard.pool)).toBe(0);
    }
    const home = router.forConversation(SYSTEM.conversationId);
    expect(await home.prisma.conversation.findMany({ select: { id: true, hidden: true } })).toEqual([
      { id: 3n, hidden: true },
    ]);
    for (const { id } of SYSTEM.users) {
      expect(await router.forUser(id).prisma.chatList.count({ where: { userId: BigInt(id), hidden: true } })).toBe(1);
    }
  } finally {
    await router.close();
  }
}

test('a second run does nothing', async () => {
  urls = freshUrls();
  const first = await migrate(urls);
  expect(first.map((database) => database.name)).toEqual(['directory', 'shard-0', 'shard-1']);
  expect(first.every((database) => database.migrations.length > 0)).toBe(true);
  const second = await migrate(urls);
  expect(second.flatMap((database) => [...database.migrations, ...database.functions])).toEqual([]);
  await expectWhole();
});

test('two deploys at once: one works, the other finds it done', async () => {
  urls = freshUrls();
  await Promise.all([migrate(urls), migrate(urls)]);
  await expectWhole();
});

test('a run that is killed at any moment can be repeated', async () => {
  urls = freshUrls();
  const db = createRequire(import.meta.url).resolve('@parley/db');
  const code = `import { migrate } from ${JSON.stringify(db)}; await migrate(JSON.parse(process.argv[1]));`;
  for (let afterMs = 250; afterMs <= 1_500; afterMs += 125) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code, JSON.stringify(urls)], {
      stdio: 'ignore',
    });
    const killer = setTimeout(() => child.kill('SIGKILL'), afterMs);
    await new Promise((resolve) => child.once('exit', resolve));
    clearTimeout(killer);
  }
  await migrate(urls);
  await expectWhole();
});

test('a script that the server still runs for a killed run is ended first', async () => {
  urls = freshUrls();
  await migrate(urls);
  const left = new pg.Client({
    connectionString: urls.shards[0]?.url,
    application_name: 'parley-migrate-engine',
  });
  await left.connect();
  const ended = new Promise((resolve) => left.once('end', resolve));
  left.on('error', () => undefined);
  await left.query('begin; lock table _prisma_migrations in access exclusive mode');
  await migrate(urls);
  await ended;
  await expectWhole();
});

test('a name is for ever: its url may change places in the list, not lead to another shard', async () => {
  urls = freshUrls();
  await migrate(urls);
  const [first, second] = urls.shards;
  if (first === undefined || second === undefined) throw new Error('the test needs two shards');
  const reordered = { ...urls, shards: [second, first] };
  expect((await migrate(reordered)).flatMap((database) => database.migrations)).toEqual([]);
  const router = await ShardRouter.open(reordered);
  expect(router.byId(0).name).toBe('shard-0');
  await router.close();

  const swapped = {
    ...urls,
    shards: [
      { ...first, url: second.url },
      { ...second, url: first.url },
    ],
  };
  await expect(migrate(swapped)).rejects.toThrow(/is shard-1 \(1\) already/);
  const misled = await ShardRouter.open(swapped);
  await expect(misled.byId(0).pool.query('select 1')).rejects.toThrow(/says it is shard-1/);
  await misled.close();
});

test('a shard that holds data can not be left out; a new one joins empty', async () => {
  urls = freshUrls();
  const [first, second] = urls.shards;
  if (first === undefined || second === undefined) throw new Error('the test needs two shards');
  await migrate({ ...urls, shards: [first] });
  await expect(ShardRouter.open(urls)).rejects.toThrow(/does not know shard-1/);
  await migrate(urls);
  const router = await ShardRouter.open(urls);
  expect([router.map.bucketsOf(0).length, router.map.bucketsOf(1).length]).toEqual([512, 0]);
  await router.close();
  await expect(migrate({ ...urls, shards: [second] })).rejects.toThrow(/no url is configured for shard-0/);
});

test('every model of the two Prisma clients fits its table', async () => {
  urls = freshUrls();
  await migrate(urls);
  const router = await ShardRouter.open(urls);
  for (const client of [router.directory.prisma, router.byId(0).prisma]) {
    const models = Object.entries(client).filter(([name]) => /^[a-z]/.test(name)) as [
      string,
      { findFirst?: () => Promise<unknown> },
    ][];
    const readable = models.filter(([, model]) => typeof model.findFirst === 'function');
    expect(readable.length).toBeGreaterThan(15);
    for (const [, model] of readable) await model.findFirst?.();
  }
  await router.close();
});
