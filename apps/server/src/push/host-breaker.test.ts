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
  expect([breaker.waitMs('a', 0), breaker.waitMs('a', 29_999), breaker.waitMs('b', 0)]).toEqual([30_000, 1, 0]);
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

it('lets one try in between, and nobody else while that goes on', () => {
  const breaker = new HostBreaker();
  fail(breaker, 5, 0);
  expect([30_000, 30_000, 31_000].map((now) => breaker.waitMs('a', now))).toEqual([0, 10_000, 9_000]);
  fail(breaker, 1, 31_500);
  expect(breaker.waitMs('a', 31_500)).toBe(60_000);
  expect([91_500, 91_500].map((now) => breaker.waitMs('a', now))).toEqual([0, 10_000]);
  breaker.succeeded('a');
  expect(breaker.waitMs('a', 91_600)).toBe(0);
});

it('lets the next one try when nothing was heard of the last', () => {
  const breaker = new HostBreaker();
  fail(breaker, 5, 0);
  expect([30_000, 39_999, 40_000, 40_000].map((now) => breaker.waitMs('a', now))).toEqual([0, 1, 0, 10_000]);
});
