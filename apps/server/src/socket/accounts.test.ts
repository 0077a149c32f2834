import { expect, test } from 'vitest';
import { Accounts } from './accounts.js';

const limited = (retryAfterMs: number): unknown =>
  expect.objectContaining({ code: 'RATE_LIMITED', details: { retryAfterMs } });

test('an account has so many connections at a time', () => {
  const accounts = new Accounts(2);
  accounts.add('7');
  accounts.add('7');
  expect(() => accounts.check('7', 0)).toThrow(limited(5_000));
  expect(() => accounts.check('8', 0)).not.toThrow();
  accounts.remove('7');
  expect(() => accounts.check('7', 0)).not.toThrow();
});

test('and opens as many within ten seconds, whether they last or not', () => {
  const accounts = new Accounts(2);
  accounts.check('7', 0);
  accounts.check('7', 0);
  expect(() => accounts.check('7', 2_000)).toThrow(limited(8_000));
  expect(() => accounts.check('7', 10_000)).not.toThrow();
});

test('one that breaks the protocol is let in less often', () => {
  const accounts = new Accounts(100);
  const tries = Array.from({ length: 100 }, () => {
    try {
      accounts.check('7', 0);
    } catch {
      return false;
    }
    accounts.broke('7', 0);
    return true;
  });
  expect(tries.filter(Boolean)).toHaveLength(10);
  expect(() => accounts.check('8', 0)).not.toThrow();
  expect(() => accounts.check('7', 10_000)).not.toThrow();
});
