import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.js';

test('never lets more through than burst + rate × time, whatever the pace', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 300 }), (gaps) => {
      const bucket = new TokenBucket(100, 20);
      let now = 1_000;
      let taken = 0;
      for (const gap of gaps) {
        now += gap;
        if (bucket.take(now) === 0) taken += 1;
      }
      expect(taken).toBeLessThanOrEqual(20 + ((now - 1_000) * 100) / 1_000 + 1);
    }),
  );
});

test('says how long to wait, and after that wait there is room', () => {
  const bucket = new TokenBucket(10, 1);
  expect(bucket.take(1_000)).toBe(0);
  const wait = bucket.take(1_000);
  expect(wait).toBeGreaterThan(0);
  expect(bucket.take(1_000 + wait)).toBe(0);
});

test('looking takes none', () => {
  const bucket = new TokenBucket(1, 1);
  expect([bucket.hasOne(1_000), bucket.hasOne(1_000), bucket.take(1_000)]).toEqual([true, true, 0]);
  expect([bucket.hasOne(1_500), bucket.hasOne(2_000)]).toEqual([false, true]);
});

test('what is to stay for others stays, and the wait is until there is more than that', () => {
  const bucket = new TokenBucket(10, 4);
  expect([bucket.take(1_000, 2), bucket.take(1_000, 2)]).toEqual([0, 0]);
  const wait = bucket.take(1_000, 2);
  expect(wait).toBe(100);
  expect(bucket.take(1_000)).toBe(0);
  expect(bucket.take(1_000 + wait, 2)).toBeGreaterThan(0);
  expect(bucket.take(1_100 + wait, 2)).toBe(0);
});
