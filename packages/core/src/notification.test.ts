import { NotificationSettingsInput } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_NOTIFICATIONS, holdsKeyword, isQuiet, planNotifications } from './notification.js';

const hours = (from: number, to: number, timeZone = 'UTC') => ({
  pausedUntil: null,
  quietHours: { on: true, from, to, timeZone },
});
const at = (iso: string): number => Date.parse(iso);
const minute = fc.integer({ min: 0, max: 1_439 });

describe('quiet hours', () => {
  test('reach over midnight', () => {
    const night = hours(22 * 60, 7 * 60);
    const quiet = ['22:00', '23:59', '00:00', '06:59'].map((time) => isQuiet(night, at(`2026-03-01T${time}:30Z`)));
    const loud = ['07:00', '12:00', '21:59'].map((time) => isQuiet(night, at(`2026-03-01T${time}:30Z`)));
    expect([quiet, loud]).toEqual([Array(4).fill(true), Array(3).fill(false)]);
  });

  test.each([
    ['Asia/Shanghai', '2026-07-01T14:00:00Z', true],
    ['Asia/Shanghai', '2026-07-01T13:59:00Z', false],
    ['Asia/Kolkata', '2026-07-01T16:30:00Z', true],
    ['America/St_Johns', '2026-07-02T00:30:00Z', true],
    ['America/St_Johns', '2026-07-02T00:29:00Z', false],
    // The same moment of the day, in winter time and in summer time.
    ['Europe/Berlin', '2026-03-28T20:30:00Z', false],
    ['Europe/Berlin', '2026-03-29T20:30:00Z', true],
  ])('are those of the wall clock in %s: %s', (timeZone, iso, quiet) => {
    expect(isQuiet(hours(22 * 60, 7 * 60, timeZone), at(iso))).toBe(quiet);
  });

  test('and the same turned round make up the day, without a minute in both or in neither', () => {
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: 0, max: 1e12 }), (from, to, now) => {
        fc.pre(from !== to);
        expect(isQuiet(hours(from, to), now)).toBe(!isQuiet(hours(to, from), now));
      }),
    );
  });

  test('that are off, or of no length, are none', () => {
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: 0, max: 1e12 }), (from, to, now) => {
        const { quietHours } = hours(from, to);
        expect(isQuiet({ pausedUntil: null, quietHours: { ...quietHours, on: false } }, now)).toBe(false);
        expect(isQuiet(hours(from, from), now)).toBe(false);
      }),
    );
  });

  test('a pause ends when it says', () => {
    const paused = { ...DEFAULT_NOTIFICATIONS, pausedUntil: 100 };
    expect([isQuiet(paused, 99), isQuiet(paused, 100)]).toEqual([true, false]);
  });
});

describe('a keyword', () => {
  test.each([
    ['Release', 'the RELEASE is out', true],
    ['ｒｅｌｅａｓｅ', 'release!', true],
    ['release', 'ＲＥＬＥＡＳＥ', true],
    ['发布', '今天发布新版本', true],
    ['art', 'start now', false],
    ['art', 'arts', false],
    ['art', 'the art, of', true],
    ['art', 'start with art', true],
    ['v2', '版本v2发布', true],
    ['c++', 'c++17 or C++', true],
    ['straße', 'STRASSE', false],
    ['ﬁx', 'a fix', true],
    ['e\u0301t', 'ét', true],
    ['👍', 'ok👍', true],
    ['zoë', 'Zoe\u0308', true],
  ])('%s in “%s”: %s', (word, text, holds) => {
    expect(holdsKeyword(text, [word])).toBe(holds);
  });

  test('is found wherever it stands alone, and none finds nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), fc.string(), (word, text) => {
        fc.pre(word.trim() !== '' && word.normalize('NFKC').trim() === word);
        expect(holdsKeyword(`${text} ${word} ${text}`, ['\u0000', word])).toBe(true);
        expect(holdsKeyword(text, [])).toBe(false);
      }),
    );
  });
});

describe('what is set', () => {
  const given = {
    quietHours: { on: true, from: 1_320, to: 420, timeZone: 'Asia/Shanghai' },
    pausedUntil: 50,
    keywords: ['Release', 'release', '发布'],
    preview: 'sender',
  } as const;

  test('is stored with each keyword once and without a pause that is over', () => {
    const input = NotificationSettingsInput.parse(given);
    expect(planNotifications(DEFAULT_NOTIFICATIONS, input, { now: 50, version: 7 })).toEqual({
      ...given,
      version: 7,
      pausedUntil: null,
      keywords: ['release', '发布'],
    });
  });

  test.each([
    ['a time zone that is none', { quietHours: { ...given.quietHours, timeZone: 'Mars/Olympus' } }],
    ['an offset', { quietHours: { ...given.quietHours, timeZone: '+08:00' } }],
    ['a minute too many', { quietHours: { ...given.quietHours, to: 1_440 } }],
    ['a fraction of a minute', { quietHours: { ...given.quietHours, to: 1.5 } }],
    ['hours of no length', { quietHours: { ...given.quietHours, to: 1_320 } }],
    ['too many keywords', { keywords: Array.from({ length: 21 }, (_, n) => `word ${n}`) }],
    ['a keyword that nobody sees', { keywords: ['\u200b'] }],
    ['an endless keyword', { keywords: ['x'.repeat(65)] }],
    ['another preview', { preview: 'some' }],
    ['a field that is none', { sound: true }],
    ['a pause before time began', { pausedUntil: -1 }],
  ])('is refused with %s', (_, wrong) => {
    expect(NotificationSettingsInput.safeParse({ ...given, ...wrong }).success).toBe(false);
  });
});
