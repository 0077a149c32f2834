import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { CommitLost } from './errors.js';
import { inTransaction } from './tx.js';

/** A pool of one connection that answers `commit` with this error. */
function poolOf(failure: Error | null): { pool: pg.Pool; said: string[]; released: unknown[] } {
  const said: string[] = [];
  const released: unknown[] = [];
  const client = {
    query: (text: string) => {
      said.push(text);
      return text === 'commit' && failure !== null ? Promise.reject(failure) : Promise.resolve({ rows: [] });
    },
    release: (broken: unknown) => released.push(broken),
  };
  return { pool: { connect: () => Promise.resolve(client) } as unknown as pg.Pool, said, released };
}

describe('the end of a transaction', () => {
  const work = (): Promise<string> => Promise.resolve('done');

  test('what was committed is answered', async () => {
    const { pool, said, released } = poolOf(null);
    expect(await inTransaction(pool, work)).toBe('done');
    expect({ said, released }).toEqual({ said: ['begin', 'commit'], released: [undefined] });
  });

  test('a commit whose answer is lost is uncertain, and its connection is given up', async () => {
    const lost = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    const { pool, said, released } = poolOf(lost);
    await expect(inTransaction(pool, work)).rejects.toThrow(CommitLost);
    expect(said).toEqual(['begin', 'commit']);
    expect(released).toEqual([expect.any(CommitLost)]);
  });

  test('a commit that is refused has stored nothing, and says so as it is', async () => {
    const refused = Object.assign(new Error('deferred check'), { code: '23503', severity: 'ERROR' });
    const { pool, said, released } = poolOf(refused);
    await expect(inTransaction(pool, work)).rejects.toBe(refused);
    expect({ said, released }).toEqual({ said: ['begin', 'commit', 'rollback'], released: [undefined] });
  });
});
