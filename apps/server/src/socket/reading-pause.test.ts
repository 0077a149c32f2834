import { expect, test } from 'vitest';
import { ReadingPause } from './reading-pause.js';

test('who asks too much once hardly waits', () => {
  expect(new ReadingPause().refused(1_000)).toBe(50);
});

test('what was read before the pause began makes it no longer', () => {
  const pause = new ReadingPause();
  pause.refused(1_000);
  expect([pause.refused(1_000), pause.refused(1_049)]).toEqual([0, 0]);
});

test('who goes on is read less and less, down to a bound', () => {
  const pause = new ReadingPause();
  const waits: number[] = [];
  for (let now = 0; waits.length < 9; now += waits.at(-1) ?? 0) waits.push(pause.refused(now));
  expect(waits).toEqual([50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
});

test('who stops is forgiven', () => {
  const pause = new ReadingPause();
  pause.refused(0);
  pause.refused(50);
  expect(pause.refused(150 + 10_001)).toBe(50);
});
