import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, BUCKETS } from './routing.js';

test('a bucket is stable and within 0..511', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: (1n << 63n) - 1n }), (id) => {
      const bucket = bucketOf(id);
      expect(bucket).toBe(bucketOf(String(id)));
      expect(bucket).toBeGreaterThanOrEqual(0);
      expect(bucket).toBeLessThan(BUCKETS);
    }),
  );
});

test('the hash is the one that stored data depends on', () => {
  expect([1n, 2n, 7340032178176n].map(bucketOf)).toEqual([485, 138, 93]);
});

test('ids of one worker spread over all buckets evenly enough', () => {
  const counts = Array.from({ length: BUCKETS }, () => 0);
  const perBucket = 40;
  for (let i = 0; i < BUCKETS * perBucket; i += 1) {
    const bucket = bucketOf((BigInt(i) << 22n) | (3n << 12n));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  expect(Math.max(...counts)).toBeLessThan(perBucket * 2);
  expect(Math.min(...counts)).toBeGreaterThan(perBucket / 4);
});
