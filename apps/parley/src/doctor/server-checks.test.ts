import type { StatusAnswer } from '@parley/server/cli';
import { expect, it } from 'vitest';

import { runCheck, type CheckResult } from './check.js';
import { ServerChecks } from './server-checks.js';

const up: StatusAnswer = {
  ok: true,
  databases: ['directory', 'shard-0'].map((name) => ({
    name,
    ok: true,
    version: '18',
    outbox: { rows: 0, oldestMs: 0 },
  })),
  redis: { ok: true, version: '8' },
  queues: [{ name: 'fanout', waiting: 0, active: 0, failed: 0, oldestMs: 0 }],
  pendingOutbox: 0,
  clockSkewMs: 0,
  disk: null,
  node: '24',
};

async function examine(status: () => Promise<StatusAnswer>): Promise<Record<string, CheckResult>> {
  const results: Record<string, CheckResult> = {};
  for (const check of new ServerChecks({ status }).checks()) results[check.name] = await runCheck(check);
  return results;
}

it('all is well when everything answers', async () => {
  const results = await examine(async () => up);
  expect(Object.values(results).filter(({ ok, asked }) => !ok || !asked)).toEqual([]);
});

it('what a database that is away would know is not called well', async () => {
  const databases = up.databases.map((one) =>
    one.name === 'shard-0' ? { name: one.name, ok: false, error: 'no' } : one,
  );
  const results = await examine(async () => ({ ...up, ok: false, databases }));
  expect(results['databases']).toMatchObject({ ok: false, asked: true });
  for (const name of ['clocks of the databases', 'outbox']) {
    expect(results[name]).toMatchObject({ ok: false, asked: false, detail: 'not asked: no answer from shard-0' });
    expect(results[name]?.advice).toMatch(/mend what fails above/);
  }
  expect(results['queues']).toMatchObject({ ok: true });
});

it('without Redis nothing is known of the queues', async () => {
  const results = await examine(async () => ({ ...up, ok: false, redis: { ok: false, error: 'no' }, queues: [] }));
  expect(results['queues']).toMatchObject({ ok: false, asked: false });
  expect(results['outbox']).toMatchObject({ ok: true });
});

it('when nobody answers at all, everything behind it is not asked', async () => {
  const results = await examine(() => Promise.reject(new Error('away')));
  expect(Object.values(results).map(({ asked }) => asked)).toEqual([true, false, false, false, false]);
});
