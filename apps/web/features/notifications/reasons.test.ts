import { PUSH_ANSWERS } from '@parley/core';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../i18n/catalogue';
import { catalogues } from '../../i18n/catalogues';
import { REASONS } from './reasons';

describe.each(LOCALES)('why somebody was notified or not, in %s', (locale) => {
  const { reason, answer } = catalogues[locale].why;

  it('has a sentence of its own for every rule', () => {
    expect(Object.keys(reason).sort()).toEqual([...REASONS, 'unknown'].sort());
    expect(new Set(Object.values(reason)).size).toBe(REASONS.length + 1);
  });

  it('has one for whatever became of a push', () => {
    expect(Object.keys(answer).sort()).toEqual([...PUSH_ANSWERS, 'open'].sort());
  });
});
