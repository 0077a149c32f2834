import { expect, test } from 'vitest';
import { Strangers } from './strangers.js';

const someone = (): object => ({});

test('an address may have so many connections that have not signed in; others are none of its business', () => {
  const strangers = new Strangers({ open: 2, failures: 10 });
  const [first, second] = [someone(), someone()];
  expect([strangers.enter(first, '10.0.0.1'), strangers.enter(second, '10.0.0.1')]).toEqual([true, true]);
  expect(strangers.enter(someone(), '10.0.0.1')).toBe(false);
  expect(strangers.enter(someone(), '10.0.0.2')).toBe(true);
});

test('who signs in, or goes, leaves room', () => {
  const strangers = new Strangers({ open: 1, failures: 10 });
  const first = someone();
  strangers.enter(first, '10.0.0.1');
  expect(strangers.enter(first, '10.0.0.1')).toBe(true);
  strangers.leave(first);
  strangers.leave(first);
  expect(strangers.enter(someone(), '10.0.0.1')).toBe(true);
  expect(strangers.enter(someone(), '10.0.0.1')).toBe(false);
});

test('an address whose connections do not sign in has to wait, until the ten seconds are over', () => {
  const strangers = new Strangers({ open: 10, failures: 2 });
  strangers.failed('10.0.0.1', 0);
  expect(strangers.waitMs('10.0.0.1', 1_000)).toBe(0);
  strangers.failed('10.0.0.1', 1_000);
  expect(strangers.waitMs('10.0.0.1', 4_000)).toBe(6_000);
  expect(strangers.waitMs('10.0.0.2', 4_000)).toBe(0);
  expect(strangers.waitMs('10.0.0.1', 10_000)).toBe(0);
});

test('one network of IPv6 is one address', () => {
  const strangers = new Strangers({ open: 1, failures: 10 });
  strangers.enter(someone(), '2001:db8::1');
  expect(strangers.enter(someone(), '2001:db8::2')).toBe(false);
});
