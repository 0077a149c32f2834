import { ParleyError } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from './group-settings.js';
import { checkPosting, type Poster, type PostingRules, slowWaitMs } from './posting.js';

const rules = fc.record({
  settings: fc.record({
    post: fc.constantFrom('everybody', 'admins', 'owner', 'of a later release'),
    muteAll: fc.boolean(),
    slowSeconds: fc.nat(60),
  }),
  archived: fc.boolean(),
});
const roles = fc.constantFrom('owner' as const, 'admin' as const, 'member' as const);
const times = fc.nat(1_000);
const muted = fc.option(times, { nil: null });

const outcome = (group: PostingRules, poster: Poster, now: number): string | number => {
  try {
    return checkPosting(group, poster, now);
  } catch (error) {
    if (error instanceof ParleyError) return error.code;
    throw error;
  }
};

describe('who may send', () => {
  test('one reason at a time', () => {
    const open = { settings: DEFAULT_SETTINGS, archived: false };
    const member: Poster = { role: 'member', mutedUntil: null };
    const admin: Poster = { role: 'admin', mutedUntil: null };
    const rule = (settings: Partial<PostingRules['settings']>): PostingRules => ({
      settings: { ...DEFAULT_SETTINGS, ...settings },
      archived: false,
    });
    expect(outcome(open, member, 5)).toBe(0);
    expect(outcome({ ...open, archived: true }, { role: 'owner', mutedUntil: null }, 5)).toBe('ARCHIVED');
    expect(outcome(open, { ...member, mutedUntil: 6 }, 5)).toBe('MUTED');
    expect(outcome(open, { ...member, mutedUntil: 5 }, 5)).toBe(0);
    expect(outcome(open, { ...admin, mutedUntil: 6 }, 5)).toBe('MUTED');
    expect(outcome(rule({ muteAll: true }), member, 5)).toBe('ALL_MUTED');
    expect(outcome(rule({ muteAll: true }), admin, 5)).toBe(0);
    expect(outcome(rule({ post: 'admins' }), member, 5)).toBe('POSTING_RESTRICTED');
    expect(outcome(rule({ post: 'admins' }), admin, 5)).toBe(0);
    expect(outcome(rule({ post: 'owner' }), admin, 5)).toBe('POSTING_RESTRICTED');
    expect(outcome(rule({ slowSeconds: 30 }), member, 5)).toBe(30);
    expect(outcome(rule({ slowSeconds: 30 }), admin, 5)).toBe(0);
  });

  test('a higher role is never refused where a lower one is not', () => {
    fc.assert(
      fc.property(rules, muted, times, (group, mutedUntil, now) => {
        const [owner, admin, member] = (['owner', 'admin', 'member'] as const).map((role) =>
          outcome(group, { role, mutedUntil }, now),
        );
        if (typeof member === 'number') expect(typeof admin).toBe('number');
        if (typeof admin === 'number') expect(owner).toBe(0);
        expect([admin === 'ALL_MUTED', typeof admin === 'number' && admin > 0]).toEqual([false, false]);
      }),
    );
  });

  test('a mute ends by itself, and nothing else changes with time', () => {
    fc.assert(
      fc.property(rules, roles, muted, times, times, (group, role, mutedUntil, now, later) => {
        const before = outcome(group, { role, mutedUntil }, now);
        const after = outcome(group, { role, mutedUntil }, now + later);
        if (before !== 'MUTED') expect(after).toBe(before);
        if (mutedUntil !== null && mutedUntil <= now) {
          expect(before).toBe(outcome(group, { role, mutedUntil: null }, now));
        }
      }),
    );
  });
});

describe('slow mode', () => {
  test('one waits what is left, never longer than the rule says, and not at all without one', () => {
    fc.assert(
      fc.property(fc.nat(3_600), fc.option(times, { nil: null }), times, (seconds, lastAt, now) => {
        const wait = slowWaitMs(seconds, lastAt, now);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(seconds * 1_000);
        if (lastAt === null || seconds === 0) expect(wait).toBe(0);
        else
          expect(slowWaitMs(seconds, lastAt, now + wait)).toBe(
            lastAt > now ? Math.min(seconds * 1_000, lastAt - now) : 0,
          );
      }),
    );
  });
});
