import { describe, expect, it } from 'vitest';
import { LIMITS } from './limits.js';
import { isVisible, VisibleName } from './names.js';
import { NotificationSettingsInput } from './notification.js';
import { DeviceName } from './people.js';
import { StatusChange } from './presence.js';
import { DisplayName } from './rest/auth.js';

const accepts = (name: string): boolean => VisibleName.safeParse(name).success;

describe('a name', () => {
  it.each([
    'Ada Lovelace',
    '王小明',
    'Renée O’Connor-Łukasz',
    'م‌حمد',
    'ශ්‍රී',
    'Team 👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    'e\u0301',
    '葛󠄀城',
    'x'.repeat(LIMITS.nameCodePoints),
    '👍'.repeat(LIMITS.nameCodePoints),
  ])('%s is one', (name) => {
    expect(accepts(name)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \u3000\t'],
    ['a line break', 'Ada\nadmin'],
    ['a carriage return', 'Ada\radmin'],
    ['a tab', 'Ada\tadmin'],
    ['a line separator', 'Ada\u2028admin'],
    ['a paragraph separator', 'Ada\u2029admin'],
    ['NUL', 'a\0b'],
    ['an escape', 'a\u001b[31mb'],
    ['a C1 control', 'a\u0085b'],
    ['half a character', 'a\ud83d'],
    ...[0x061c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)].map((point): [string, string] => [
      `the bidi control ${point.toString(16)}`,
      `Ada${String.fromCodePoint(point)}x`,
    ]),
    ['a zero width space', 'Ada\u200bx'],
    ['a word joiner', 'Ada\u2060x'],
    ['a byte order mark', 'Ada\ufeffx'],
    ['a soft hyphen', 'Ada\u00adx'],
    ['only zero widths', '\u200b\u200b'],
    ['only joiners', '\u200d\u200c'],
    ['only a selector', '\ufe0f'],
    ['a Hangul filler', '\u3164'],
    ['a Braille blank', '\u2800'],
    ['hieroglyphic blanks', '\u{13441}\u{13442}'],
    ['a musical blank', '\u{1d159}'],
    ['too many characters', 'x'.repeat(LIMITS.nameCodePoints + 1)],
  ])('%s is none', (_, name) => {
    expect(accepts(name)).toBe(false);
  });

  it('is taken without the blanks around it', () => {
    expect(VisibleName.parse('  王小明 ')).toBe('王小明');
  });

  it('of a person is held against the same rule', () => {
    expect(DisplayName.safeParse('Ada\u202egnp').success).toBe(false);
  });
});

describe('a text', () => {
  it.each(['a', '。', '👍', ' x ', '\u200bx', '\u202eabc'])('%j can be seen', (text) => {
    expect(isVisible(text)).toBe(true);
  });
  it.each(['', ' \n\t', '\u200b', '\u200d\ufeff\u2060', '\u202e\u202c', '\u0007', '\u3164\u2800', '\u{e0041}'])(
    '%j can not',
    (text) => {
      expect(isVisible(text)).toBe(false);
    },
  );
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

describe('a text of one line', () => {
  const quietHours = { on: false, from: 0, to: 1, timeZone: 'UTC' };
  const keyword = (text: string) => ({ quietHours, pausedUntil: null, keywords: [text], preview: 'full' });
  const status = (text: string) => ({ custom: { emoji: null, text, until: null } });
  const taken = (text: string): boolean[] => [
    DeviceName.safeParse(text).success,
    NotificationSettingsInput.safeParse(keyword(text)).success,
    StatusChange.safeParse(status(text)).success,
  ];

  it.each(['我的手机 📱', 'Ada’s phone', '👨‍👩‍👧', '<b>', '.*(', 'می‌خواهم'])(
    '%s may be a device’s name, a keyword and a status',
    (text) => {
      expect(taken(text)).toEqual([true, true, true]);
    },
  );

  it.each([
    ['half a character', 'a\ud800b'],
    ['a line break', 'a\nb'],
    ['a tab', 'a\tb'],
    ['an escape', 'a\u001b[31mb'],
    ['a turn of direction', 'phone\u202exyz'],
    ['only a zero width', '\u200b'],
    ['only a joiner', '\u200d'],
    ['only a Braille blank', '\u2800'],
    ['blanks', '  '],
  ])('%s is none of them', (_, text) => {
    expect(taken(text)).toEqual([false, false, false]);
  });
});
