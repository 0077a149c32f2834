import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Activity, noteActivity } from './activity.js';

test('a steady stream settles at its rate', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (perSecond) => {
      let activity: Activity | null = null;
      for (let second = 0; second < 100; second += 1) activity = noteActivity(activity, perSecond, second * 1_000);
      expect(activity?.perSecond).toBeGreaterThan(perSecond * 0.9);
      expect(activity?.perSecond).toBeLessThan(perSecond * 1.1);
    }),
  );
});

test('silence fades, and a clock that goes back does no harm', () => {
  const busy = noteActivity(null, 1_000, 0);
  expect(noteActivity(busy, 0, 60_000).perSecond).toBeLessThan(busy.perSecond / 100);
  expect(noteActivity(busy, 0, -60_000)).toEqual(busy);
});
