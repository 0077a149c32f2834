import { describe, expect, it } from 'vitest';
import { fromMinutes, toMinutes, zones } from './quiet-times';

describe('a time of day', () => {
  it('is the same there and back, for each minute', () => {
    for (let minute = 0; minute < 1_440; minute += 1) expect(toMinutes(fromMinutes(minute))).toBe(minute);
  });

  it.each(['', '24:00', '12:60', 'noon', '7:00'])('is none: %j', (field) => {
    expect(toMinutes(field)).toBeNull();
  });

  it('may be with seconds, as some browsers say it', () => {
    expect(toMinutes('22:30:00')).toBe(1_350);
  });
});

it('the zones hold the one that is set, whatever the browser knows', () => {
  expect(zones('Mars/Olympus')).toContain('Mars/Olympus');
  expect(zones('UTC').filter((zone) => zone === 'UTC')).toHaveLength(1);
  expect(zones('UTC')).toContain('Asia/Shanghai');
});
