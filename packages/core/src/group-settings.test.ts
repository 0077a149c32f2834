import { type GroupSettings, type GroupSettingsInput, LIMITS, ParleyError } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkRight, DEFAULT_SETTINGS, mayIn, planSettings, settingsOf, visibleFrom } from './group-settings.js';

const audiences = fc.constantFrom('everybody' as const, 'admins' as const, 'owner' as const);
const rules = fc.record({
  post: audiences,
  add: audiences,
  info: audiences,
  pin: audiences,
  mentionAll: audiences,
  muteAll: fc.boolean(),
  slowSeconds: fc.nat(LIMITS.slowSeconds),
  history: fc.option(fc.nat(LIMITS.newcomerHistory), { nil: null }),
  approval: fc.boolean(),
});
const RIGHTS = ['post', 'add', 'info', 'pin', 'mentionAll'] as const;
const person = (role: 'owner' | 'admin' | 'member') => ({ userId: '1', role });

/** Some of the fields of a set of rules. */
const changes = fc
  .tuple(rules, fc.subarray(Object.keys(DEFAULT_SETTINGS)))
  .map(
    ([all, keys]) =>
      Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key))) as GroupSettingsInput,
  );

describe('the settings of a group', () => {
  test('what was never set is as it is by default, and what a later release set is kept', () => {
    expect(settingsOf(null)).toEqual(DEFAULT_SETTINGS);
    expect(settingsOf({ muteAll: true, later: 1 })).toEqual({ ...DEFAULT_SETTINGS, muteAll: true, later: 1 });
  });

  test('a higher role may whatever a lower one may, and the owner everything', () => {
    fc.assert(
      fc.property(rules, fc.constantFrom(...RIGHTS), (settings, right) => {
        const [member, admin, owner] = (['member', 'admin', 'owner'] as const).map((role) =>
          mayIn(settings, right, role),
        );
        expect([member && !admin, admin && !owner, owner]).toEqual([false, false, true]);
      }),
    );
    expect(mayIn({ ...DEFAULT_SETTINGS, post: 'guests' }, 'post', 'admin')).toBe(false);
    expect(() => checkRight({ ...DEFAULT_SETTINGS, add: 'admins' }, 'add', person('member'))).toThrow(ParleyError);
  });

  test('a change is the fields that were asked for, said once, and twice is once', () => {
    fc.assert(
      fc.property(rules, changes, (current, asked) => {
        const { settings, changed } = planSettings(person('owner'), current, asked);
        expect(settings).toEqual({ ...current, ...asked });
        expect(changed.every((key) => asked[key] !== undefined && asked[key] !== current[key])).toBe(true);
        expect(planSettings(person('owner'), settings, asked).changed).toEqual([]);
      }),
    );
  });

  test('no member changes a rule, and no admin takes or gives what is the owner’s alone', () => {
    fc.assert(
      fc.property(rules, changes, (current, asked) => {
        expect(() => planSettings(person('member'), current, asked)).toThrow(ParleyError);
        const reserved = (settings: GroupSettings): string[] => RIGHTS.filter((right) => settings[right] === 'owner');
        try {
          expect(reserved(planSettings(person('admin'), current, asked).settings)).toEqual(reserved(current));
        } catch (error) {
          expect(error).toMatchObject({ code: 'ROLE_REQUIRED', details: { role: 'owner' } });
        }
      }),
    );
  });

  test('a newcomer sees all, or what was said from then on and at most so much before', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 5_000 }), ({ history }, joinSeq) => {
        const from = visibleFrom({ history }, joinSeq);
        expect(from).toBeGreaterThanOrEqual(1);
        expect(from).toBeLessThanOrEqual(joinSeq);
        if (history === null) expect(from).toBe(1);
        else expect(joinSeq - from).toBe(Math.min(history, joinSeq - 1));
      }),
    );
  });
});
