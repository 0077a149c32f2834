import { type Draft, LIMITS } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDraft, clampDraft, newerDraft } from './draft.js';

const draft: fc.Arbitrary<Draft> = fc.record({
  text: fc.string({ maxLength: 3 }),
  updatedAt: fc.integer({ min: 0, max: 5 }),
});
const nothing: Draft = { text: '', updatedAt: 0 };
const all = (drafts: readonly Draft[]): Draft => drafts.reduce(newerDraft, nothing);
const codeOf = (text: string): unknown => {
  try {
    checkDraft(text);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('drafts', () => {
  test('commute, associate and repeat without effect', () => {
    fc.assert(
      fc.property(fc.array(draft), fc.array(draft), (some, others) => {
        const state = all([...some, ...others]);
        expect(all([...others, ...some])).toEqual(state);
        expect(newerDraft(all(some), all(others))).toEqual(state);
        expect(all([...some, ...others, ...some])).toEqual(state);
      }),
    );
  });

  test('the later one counts, whatever it says: clearing beats what was typed before it', () => {
    expect(newerDraft({ text: 'typed', updatedAt: 1 }, { text: '', updatedAt: 2 }).text).toBe('');
    expect(newerDraft({ text: '', updatedAt: 2 }, { text: 'typed offline, before', updatedAt: 1 }).text).toBe('');
  });

  test('never come from the future, and are otherwise as they were', () => {
    fc.assert(
      fc.property(draft, fc.integer({ min: 0, max: 5 }), (given, now) => {
        const clamped = clampDraft(given, now);
        expect(clamped.updatedAt).toBe(Math.min(given.updatedAt, now));
        expect(clamped.text).toBe(given.text);
      }),
    );
  });

  test.each([
    ['', null],
    ['  ', null],
    ['好'.repeat(LIMITS.draftCodePoints), null],
    ['😀'.repeat(LIMITS.draftCodePoints), null],
    ['x'.repeat(LIMITS.draftCodePoints + 1), 'TEXT_TOO_LONG'],
    ['a\0b', 'TEXT_INVALID'],
    ['\ud83d', 'TEXT_INVALID'],
  ])('what is kept and what is refused (%#)', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});
