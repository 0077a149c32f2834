import { randomBytes } from 'node:crypto';

import { dropDatabase, ShardRouter, type AppendRow, type DatabaseUrls, type Shard } from '@parley/db';
import { copy, readTemplate } from '../support/databases.js';

/** A directory and two shards of this test file's own, on the servers that the test run provides. */
export type TestDatabases = { urls: DatabaseUrls; router: ShardRouter; drop(): Promise<void> };

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run these tests with ./parley test`);
  return value;
}

function named(url: string, name: string): string {
  const target = new URL(url);
  target.pathname = `/${name}`;
  return target.href;
}

/** Given with or without the name that PARLEY_SHARD_URLS has: `shard-0=postgres://…`. */
function urlOf(shard: string): string {
  return shard.replace(/^[a-z0-9-]+=/, '');
}

export function freshUrls(): DatabaseUrls {
  const run = `parley_test_${randomBytes(6).toString('hex')}`;
  return {
    directoryUrl: named(required('PARLEY_TEST_DIRECTORY_URL'), `${run}_directory`),
    shards: required('PARLEY_TEST_SHARD_URLS')
      .split(',')
      .map((url, id) => ({ name: `shard-${id}`, url: named(urlOf(url), `${run}_shard_${id}`) })),
  };
}

export async function dropAll(urls: DatabaseUrls): Promise<void> {
  for (const url of [urls.directoryUrl, ...urls.shards.map((shard) => shard.url)]) await dropDatabase(url);
}

/** The same shard as so many other processes see it: each has lanes of its own. */
export async function processesOn(
  { urls }: TestDatabases,
  shardId: number,
  count: number,
): Promise<{ shards: Shard[]; close(): Promise<void> }> {
  const open = () => ShardRouter.open(urls, { size: 2, applicationName: 'parley-test' });
  const routers = await Promise.all(Array.from({ length: count }, open));
  return {
    shards: routers.map((router) => router.byId(shardId)),
    close: async () => void (await Promise.all(routers.map((router) => router.close()))),
  };
}

/** Migrated, with nobody in them. */
export async function bareDatabases(): Promise<DatabaseUrls> {
  const { directory, shards } = await copy((await readTemplate()).bare);
  return { directoryUrl: directory, shards: shards.map((url, id) => ({ name: `shard-${id}`, url })) };
}

export async function freshDatabases(): Promise<TestDatabases> {
  const urls = await bareDatabases();
  const router = await ShardRouter.open(urls, { size: 16, applicationName: 'parley-test' });
  const drop = async (): Promise<void> => {
    await router.close();
    await dropAll(urls);
  };
  return { urls, router, drop };
}

let minted = BigInt(Date.now()) << 22n;

/** Unique within a test process; as wide as a snowflake. */
export function newId(): string {
  minted += 4097n;
  return String(minted);
}

/** An id whose bucket lives on this shard. */
export function idOn(router: ShardRouter, shard: Shard): string {
  for (;;) {
    const id = newId();
    if (router.forConversation(id) === shard) return id;
  }
}

export function aRow(row: Partial<AppendRow> & { conversationId: string; senderId: string }): AppendRow {
  return {
    clientMsgId: `c_${newId()}`,
    messageId: newId(),
    stream: 1,
    accessVersion: 1,
    kind: 1,
    countsAsUnread: true,
    authorDepartmentId: null,
    text: 'hello 你好',
    structure: null,
    ...row,
  };
}
