import type { ShardRouter } from '@parley/db';
import { describe, expect, test } from 'vitest';
import { OrgRules } from './org-rules.js';

/** A directory that answers as it is told to: `rows` or, away, not at all. */
function directory(): { router: ShardRouter; isAway: boolean; asked: number } {
  const one = {
    isAway: false,
    asked: 0,
    router: {
      directory: {
        pool: {
          query: () => {
            one.asked += 1;
            const rows = [{ policy: { receipts: 'must' }, silent: '0' }];
            return one.isAway ? Promise.reject(new Error('read ECONNRESET')) : Promise.resolve({ rows });
          },
        },
      },
    } as unknown as ShardRouter,
  };
  return one;
}

describe('what the org decides', () => {
  test('a directory that is away when it is asked for the first time is asked again', async () => {
    const one = directory();
    one.isAway = true;
    const rules = new OrgRules(one.router);
    await expect(rules.policy()).rejects.toThrow('ECONNRESET');
    one.isAway = false;
    expect((await rules.policy()).receipts).toBe('must');
  });

  test('those who ask while it is read share the reading, and the failure', async () => {
    const one = directory();
    one.isAway = true;
    const rules = new OrgRules(one.router);
    const answers = await Promise.allSettled([rules.policy(), rules.policy(), rules.policy()]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(one.asked).toBe(1);
  });

  test('what was known counts while the directory is away', async () => {
    const one = directory();
    const rules = new OrgRules(one.router);
    await rules.policy();
    rules.forget();
    one.isAway = true;
    expect((await rules.policy()).receipts).toBe('must');
  });
});
