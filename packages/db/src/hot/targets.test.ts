import { bucketOf } from '@parley/core';
import { expect, test } from 'vitest';

import { targetsOf } from './targets.js';

const listed = (literal: string): number[] => literal.slice(1, -1).split(',').map(Number);

test('buckets and ids are distinct and ascending, and every row finds its own', () => {
  const rows = ['900719925474099', '12', '900719925474099', '7', '12'];
  const at = targetsOf({ epochOf: (bucket) => bucket + 1_000 }, rows);
  const ids = at.ids.slice(1, -1).split(',');
  expect(ids).toEqual(['7', '12', '900719925474099']);
  expect(listed(at.idOfRow).map((place) => ids[place - 1])).toEqual(rows);
  const buckets = listed(at.buckets);
  expect(buckets).toEqual([...new Set(ids.map(bucketOf))].sort((a, b) => a - b));
  expect(listed(at.bucketOfId).map((place) => buckets[place - 1])).toEqual(ids.map(bucketOf));
  expect(listed(at.epochs)).toEqual(buckets.map((bucket) => bucket + 1_000));
});
