import { expect, it } from 'vitest';
import { HostBreaker } from './host-breaker.js';

const fail = (breaker: HostBreaker, times: number, now: number): void => {
  for (let n = 0; n < times; n += 1) breaker.failed('a', now);
};

it('leaves a service alone after five failures in a row, and longer each time', () => {
  const breaker = new HostBreaker();
  fail(breaker, 4, 0);
  expect(breaker.waitMs('a', 0)).toBe(0);
  fail(breaker, 1, 0);
  expect([breaker.waitMs('a', 0), breaker.waitMs('a', 30_000), breaker.waitMs('b', 0)]).toEqual([30_000, 0, 0]);
  // What was on its way while it was left alone says nothing new.
  fail(breaker, 5, 10_000);
  expect(breaker.waitMs('a', 10_000)).toBe(20_000);
  fail(breaker, 1, 30_000);
  expect(breaker.waitMs('a', 30_000)).toBe(60_000);
  for (let now = 90_000; now < 1e7; now += 600_000) fail(breaker, 1, now);
  expect(breaker.waitMs('a', 9_690_000)).toBeLessThanOrEqual(600_000);
});

it('forgets all of it with the first success', () => {
  const breaker = new HostBreaker();
  fail(breaker, 5, 0);
  breaker.succeeded('a');
  fail(breaker, 4, 0);
  expect(breaker.waitMs('a', 0)).toBe(0);
});
