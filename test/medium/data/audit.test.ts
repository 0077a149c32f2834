import { appendAudit, verifyAudit } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { freshDatabases, type TestDatabases } from './databases.js';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await freshDatabases();
});
afterAll(() => databases.drop());

const entry = (action: string, data: object = {}) => ({ at: new Date(), actorId: '1', action, target: 'user:2', data });

test('the chain holds what was written, through SQL, through Prisma, at once', async () => {
  const { directory } = databases.router;
  const data = { z: 1, a: ['中文', { quote: '"', none: null }], gone: undefined, big: 1e21, half: 0.5 };
  await directory.tx((tx) => appendAudit(tx, entry('user.add', data)));
  await directory.prismaTx(async (prisma, tx) => {
    await prisma.setting.create({ data: { key: 'language', value: 'zh' } });
    await appendAudit(tx, entry('setting.change', { before: null, after: 'zh' }));
  });
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => directory.tx((tx) => appendAudit(tx, entry('sign-in', { n })))),
  );
  expect(await verifyAudit(directory)).toMatchObject({ ok: true, entries: 22 });
});

test('an act that fails leaves no entry, an entry that fails leaves no act', async () => {
  const shard = databases.router.byId(0);
  const failing = shard.tx(async (tx) => {
    await appendAudit(tx, entry('purge'));
    await tx.query('select 1 / 0');
  });
  await expect(failing).rejects.toThrow(/division by zero/);
  expect(await verifyAudit(shard)).toMatchObject({ ok: true, entries: 0 });
});

test.each([
  ['changed entry', "update audit_entry set data = '{}' where seq = 2"],
  ['changed entry', "update audit_entry set at = at + interval '1 second' where seq = 2"],
  ['broken link', 'update audit_entry set hash = sha256(hash) where seq = 1'],
  ['missing entry', 'delete from audit_entry where seq = 2'],
])('%s is found: %s', async (_reason, tampering) => {
  const shard = databases.router.byId(1);
  await shard.pool.query('truncate audit_entry');
  for (const action of ['a', 'b', 'c']) await shard.tx((tx) => appendAudit(tx, entry(action, { action })));
  await shard.pool.query(tampering);
  const verdict = await verifyAudit(shard);
  expect(verdict.ok).toBe(false);
});
