import { describe, expect, test } from 'vitest';

import { isLockTimeout, isRefusal, refusingStale, sqlState, StaleEpoch } from './errors.js';

const failure = (code: string): Error => Object.assign(new Error(code), { code, severity: 'ERROR' });

describe('what an error of the database means', () => {
  test.each(['23505', '22P05', '40P01', '55P03', '57014'])('%s: answered, so nothing was stored', (code) => {
    expect(isRefusal(failure(code))).toBe(true);
  });

  test.each(['57P01', '57P02', '08006'])('%s: the answer is lost, perhaps after the commit', (code) => {
    expect(isRefusal(failure(code))).toBe(false);
  });

  test('an error of the network is uncertain, also one whose code has five letters', () => {
    expect(isRefusal(new Error('Connection terminated unexpectedly'))).toBe(false);
    expect(isRefusal(Object.assign(new Error('write'), { code: 'EPIPE' }))).toBe(false);
    expect(sqlState('not an error')).toBeUndefined();
  });

  test('a lock timeout is told apart', () => {
    expect(isLockTimeout(failure('55P03'))).toBe(true);
    expect(isLockTimeout(failure('40P01'))).toBe(false);
  });

  test('PY001 is a stale epoch; the rest passes through', async () => {
    await expect(refusingStale(Promise.reject(failure('PY001')))).rejects.toThrow(StaleEpoch);
    await expect(refusingStale(Promise.reject(failure('23505')))).rejects.toThrow('23505');
    expect(await refusingStale(Promise.resolve(7))).toBe(7);
  });
});
