import { describe, expect, it } from 'vitest';
import { dayOfChoice, fromDateField, toDateField } from './days';

const at = (text: string): number => new Date(text).getTime();

describe('a day to go to', () => {
  it.each([
    ['yesterday', '2026-11-29T14:05', '2026-11-28'],
    ['yesterday', '2027-01-01T00:00', '2026-12-31'],
    ['week', '2026-11-29T14:05', '2026-11-22'],
    ['week', '2026-03-02T23:59', '2026-02-23'],
    ['month', '2026-11-29T14:05', '2026-10-29'],
    ['month', '2026-03-31T14:05', '2026-02-28'],
    ['month', '2026-01-31T14:05', '2025-12-31'],
  ] as const)('%s, said at %s, is %s', (choice, now, day) => {
    expect(toDateField(dayOfChoice(choice, at(now)))).toBe(day);
    expect(dayOfChoice(choice, at(now))).toBe(at(`${day}T00:00`));
  });

  it('is what the field names, if it names one', () => {
    expect(fromDateField('2026-11-29')).toBe(at('2026-11-29T00:00'));
    expect(['', '2026-13-01', '29.11.2026', '2026-11-29T10:00'].map(fromDateField)).toEqual([null, null, null, null]);
  });
});
