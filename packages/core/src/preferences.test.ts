import { Preferences, type PreferencesChange } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changePreferences, DEFAULT_PREFERENCES, planPreferences, samePreferences } from './preferences.js';

const change: fc.Arbitrary<PreferencesChange> = fc.record(
  {
    language: fc.constantFrom('auto' as const, 'zh-CN' as const, 'en' as const),
    theme: fc.constantFrom('system' as const, 'light' as const, 'dark' as const),
    density: fc.constantFrom('comfortable' as const, 'compact' as const),
    textSize: fc.constantFrom(90 as const, 100 as const, 110 as const, 125 as const, 150 as const),
    timeFormat: fc.constantFrom('auto' as const, '24' as const, '12' as const),
    sendKey: fc.constantFrom('enter' as const, 'mod-enter' as const),
    layout: fc.constantFrom('rows' as const, 'bubbles' as const),
  },
  { requiredKeys: [] },
);

describe('preferences', () => {
  test('a change sets what it names and keeps the rest', () => {
    fc.assert(
      fc.property(change, change, (first, second) => {
        const one = planPreferences(DEFAULT_PREFERENCES, first, { version: 1 });
        expect(planPreferences(one, second, { version: 2 })).toEqual({ ...one, ...second, version: 2 });
        expect(changePreferences(one, second)).toEqual({ ...one, ...second });
      }),
    );
  });

  test('a version is always higher than the one before, wherever its number comes from', () => {
    fc.assert(
      fc.property(change, fc.nat(), fc.nat(), (given, version, next) => {
        const before = planPreferences(DEFAULT_PREFERENCES, given, { version });
        expect(planPreferences(before, given, { version: next }).version).toBe(Math.max(next, before.version + 1));
      }),
    );
  });

  test('the same change again makes no difference, and nothing but a difference does', () => {
    fc.assert(
      fc.property(change, change, (first, second) => {
        const once = planPreferences(DEFAULT_PREFERENCES, first, { version: 1 });
        expect(samePreferences(planPreferences(once, first, { version: 2 }), once)).toBe(true);
        const other = planPreferences(once, second, { version: 2 });
        expect(samePreferences(other, once)).toBe(JSON.stringify({ ...other, version: 1 }) === JSON.stringify(once));
      }),
    );
  });

  test('changes of different things may come in any order', () => {
    fc.assert(
      fc.property(change, ({ theme = 'dark', ...rest }) => {
        const oneWay = changePreferences(changePreferences(DEFAULT_PREFERENCES, { theme }), rest);
        const other = changePreferences(changePreferences(DEFAULT_PREFERENCES, rest), { theme });
        expect(oneWay).toEqual(other);
      }),
    );
  });

  test('what a later release knows costs that value alone', () => {
    const later = {
      version: 7,
      theme: 'sepia',
      textSize: 175,
      language: 'en',
      density: null,
      layout: 'tree',
      font: 'mono',
    };
    expect(Preferences.parse(later)).toEqual({ ...DEFAULT_PREFERENCES, version: 7, language: 'en' });
    expect(Preferences.parse({ version: 0 })).toEqual(DEFAULT_PREFERENCES);
  });
});
