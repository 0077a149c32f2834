import { describe, expect, it } from 'vitest';
import { clockTime, dayLabel, dayOf, listTime } from './time';

const now = new Date(2026, 10, 23, 14, 5).getTime(); // a Monday
const at = (day: string, clock = '09:07'): number => new Date(`${day}T${clock}`).getTime();

describe('the time in the chat list', () => {
  it.each([
    [at('2026-11-23', '00:01'), '00:01', '00:01'],
    [at('2026-11-22', '23:59'), 'Sun 23:59', '周日 23:59'],
    [at('2026-11-17'), 'Tue 09:07', '周二 09:07'],
    [at('2026-11-16'), 'Nov 16', '11月16日'],
    [at('2025-12-31'), 'Dec 31, 2025', '2025年12月31日'],
  ])('%s', (moment, english, chinese) => {
    expect(listTime(moment, now, 'en')).toBe(english);
    expect(listTime(moment, now, 'zh-CN')).toBe(chinese);
  });

  it('shows a clock that is a little ahead as now', () => {
    expect(listTime(now + 60_000, now, 'en')).toBe('14:06');
  });
});

describe('the day', () => {
  it.each([
    [at('2026-11-23', '01:07'), 'Today', '今天'],
    [at('2026-11-22', '23:07'), 'Yesterday', '昨天'],
    [at('2026-11-20'), 'Friday, November 20', '11月20日星期五'],
    [at('2025-11-20'), 'Thursday, November 20, 2025', '2025年11月20日星期四'],
  ])('%s', (moment, english, chinese) => {
    expect(dayLabel(moment, now, 'en')).toBe(english);
    expect(dayLabel(moment, now, 'zh-CN')).toBe(chinese);
  });

  it('begins at midnight here', () => {
    expect(dayOf(at('2026-11-23', '23:07'))).toBe(at('2026-11-23', '00:00'));
  });
});

it('the clock has 24 hours', () => {
  expect(clockTime(at('2026-01-01', '00:05'), 'en')).toBe('00:05');
  expect(clockTime(at('2026-01-01', '15:05'), 'zh-CN')).toBe('15:05');
});
