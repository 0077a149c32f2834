import { expect, it } from 'vitest';
import { endingAt, UNTILS, untilAt } from './untils';

const at = (hour: number): number => new Date(2026, 10, 28, hour, 15).getTime();

it('each of them lies ahead, at any hour', () => {
  for (let hour = 0; hour < 24; hour += 1) {
    for (const until of UNTILS) expect(untilAt(until, at(hour))).toBeGreaterThan(at(hour));
  }
});

it('the day ends at midnight, and tomorrow begins at nine', () => {
  expect(new Date(untilAt('today', at(23))).getHours()).toBe(0);
  expect(untilAt('today', at(23)) - at(23)).toBe(45 * 60_000);
  const tomorrow = new Date(untilAt('tomorrow', at(10)));
  expect([tomorrow.getDate(), tomorrow.getHours()]).toEqual([29, 9]);
});

it('a status keeps its end, gets another, or has none', () => {
  const kept = at(18);
  expect(endingAt('kept', kept, at(10))).toBe(kept);
  expect(endingAt('hour', kept, at(10))).toBe(at(11));
  expect(endingAt(null, kept, at(10))).toBeNull();
});
