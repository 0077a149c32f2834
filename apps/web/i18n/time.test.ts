import { afterEach, describe, expect, it } from 'vitest';
import { dayLabel, untilTime, wholeDate } from './dates';
import { clockTime, dayOf, fullTime, listTime, writeHours } from './time';

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

describe('hours as somebody chose them', () => {
  afterEach(() => writeHours('auto'));
  /** What stands between them is not always a plain space. */
  const plain = (text: string): string => text.replaceAll(/\s/g, ' ');

  it.each([
    ['auto', '00:05', '15:05', '00:05', '15:05'],
    ['24', '00:05', '15:05', '00:05', '15:05'],
    ['12', '12:05 AM', '3:05 PM', '上午12:05', '下午3:05'],
  ] as const)('%s', (hours, night, day, chineseNight, chineseDay) => {
    writeHours(hours);
    const times = [at('2026-11-23', '00:05'), at('2026-11-23', '15:05')];
    expect(times.map((time) => plain(clockTime(time, 'en')))).toEqual([night, day]);
    expect(times.map((time) => plain(clockTime(time, 'zh-CN')))).toEqual([chineseNight, chineseDay]);
  });

  it('hold wherever a time is written, and no day has another name for it', () => {
    writeHours('12');
    expect(plain(listTime(at('2026-11-22', '15:05'), now, 'en'))).toBe('Sun 3:05 PM');
    expect(plain(untilTime(at('2026-11-24', '15:05'), now, 'en'))).toBe('Tue 3:05 PM');
    expect(plain(fullTime(at('2026-11-23', '15:05'), 'en'))).toBe('Monday, November 23, 2026 at 3:05:00 PM');
    expect(fullTime(at('2026-11-23', '15:05'), 'zh-CN')).toMatch(/下午0?3:05:00/);
    expect(dayLabel(at('2026-11-20'), now, 'en')).toBe('Friday, November 20');
  });
});

it('a date by itself has its year', () => {
  expect(wholeDate(at('2026-11-20'), 'en')).toBe('November 20, 2026');
  expect(wholeDate(at('2026-11-20'), 'zh-CN')).toBe('2026年11月20日');
});
