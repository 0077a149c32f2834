import { describe, expect, it } from 'vitest';
import { Announcement, GroupAvatar, GroupName, Topic } from './group.js';
import { DisplayName } from './rest/auth.js';

const fits = (schema: typeof GroupName, value: string): string | null => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
};

describe.each([
  ['a group', GroupName],
  ['a person', DisplayName],
])('the name of %s', (_, schema) => {
  it.each([
    ['two lines', 'a\nb'],
    ['a tab', 'a\tb'],
    ['NUL', 'a\0'],
    ['a line separator', 'a\u2028b'],
    ['an override of direction', 'invoice\u202Egpj.exe'],
    ['an isolate', '\u2066a'],
    ['a direction mark', 'a\u200F'],
    ['nothing', ''],
    ['spaces', ' \u3000 '],
    ['zero width alone', '\u200B\u200D\uFEFF'],
    ['a Hangul filler', '\u3164'],
    ['blank Braille', '\u2800'],
    ['a mark with nothing under it', '\u0301'],
    ['65 characters', 'x'.repeat(65)],
  ])('is not %s', (_what, value) => {
    expect(fits(schema, value)).toBeNull();
  });

  it.each([
    ['  发布小组 Release ', '发布小组 Release'],
    ['e\u0301quipe', 'équipe'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧 family'],
    ['क्‍ष', 'क्‍ष'],
    ['שלום', 'שלום'],
    ['😀'.repeat(64), '😀'.repeat(64)],
  ])('%j is %j', (value, name) => {
    expect(fits(schema, value)).toBe(name);
  });
});

describe('what a group says of itself', () => {
  it('a topic is one line, an announcement may be several', () => {
    expect(Topic.safeParse('a\nb').success).toBe(false);
    expect(Topic.parse('')).toBe('');
    expect(Announcement.parse('one\ntwo')).toBe('one\ntwo');
    expect(Announcement.safeParse('one\u202Etwo').success).toBe(false);
    expect(Announcement.safeParse('x'.repeat(2_001)).success).toBe(false);
  });

  it('its picture is one emoji at most', () => {
    for (const emoji of ['🚀', '👩🏽‍🚀', '🇨🇳', '❤️', '1️⃣', null]) {
      expect(GroupAvatar.safeParse({ tint: 3, emoji }).success).toBe(true);
    }
    for (const emoji of ['', 'a', '1', '#', '🚀🚀', '<b>', '发']) {
      expect(GroupAvatar.safeParse({ tint: 3, emoji }).success).toBe(false);
    }
    expect(GroupAvatar.safeParse({ tint: 8, emoji: null }).success).toBe(false);
  });
});
