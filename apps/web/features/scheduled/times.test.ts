import { describe, expect, it } from 'vitest';
import { fromField, timeChoices, toField } from './times';

const at = (...parts: [number, number, number, number, number]): number => new Date(...parts).getTime();

describe('the times that are offered', () => {
  it('are an hour from now to the minute, tomorrow morning and Monday morning', () => {
    // A Wednesday.
    expect(timeChoices(at(2026, 10, 25, 14, 20) + 30_000)).toEqual([
      { key: 'hour', at: at(2026, 10, 25, 15, 21) },
      { key: 'tomorrow', at: at(2026, 10, 26, 9, 0) },
      { key: 'monday', at: at(2026, 10, 30, 9, 0) },
    ]);
  });

  it('name the Monday after this one on a Monday, and no Monday on a Sunday', () => {
    expect(timeChoices(at(2026, 10, 30, 8, 0)).at(-1)).toEqual({ key: 'monday', at: at(2026, 11, 7, 9, 0) });
    expect(timeChoices(at(2026, 10, 29, 8, 0)).map(({ key }) => key)).toEqual(['hour', 'tomorrow']);
  });

  it('always lie ahead', () => {
    for (let hour = 0; hour < 24 * 400; hour += 7) {
      const now = at(2026, 0, 1, 0, 0) + hour * 3_600_000;
      for (const choice of timeChoices(now)) expect(choice.at).toBeGreaterThan(now);
    }
  });
});

describe('a field of date and time', () => {
  it('gives back what was put in, to the minute', () => {
    for (const time of [at(2026, 10, 25, 14, 20), at(2027, 0, 1, 0, 0), at(2028, 1, 29, 23, 59)]) {
      expect(fromField(toField(time))).toBe(time);
    }
    expect(fromField('')).toBeNull();
  });
});
