import { isVisible, LIMITS, ParleyError } from '@parley/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkContent } from './send.js';

const codeOf = (text: string): string | null => {
  try {
    checkContent({ type: 'text', text });
    return null;
  } catch (error) {
    return error instanceof ParleyError ? error.code : 'not coded';
  }
};

test.each([
  ['', 'TEXT_EMPTY'],
  [' \n\t　', 'TEXT_EMPTY'],
  ['\u200b', 'TEXT_EMPTY'],
  ['\u202e \u200d\ufe0f', 'TEXT_EMPTY'],
  ['a\0b', 'TEXT_INVALID'],
  ['half \ud83d', 'TEXT_INVALID'],
  ['\udc4d half', 'TEXT_INVALID'],
  ['x'.repeat(LIMITS.textCodePoints + 1), 'TEXT_TOO_LONG'],
  ['👍'.repeat(LIMITS.textCodePoints + 1), 'TEXT_TOO_LONG'],
  ['👍'.repeat(LIMITS.textCodePoints), null],
  ['x'.repeat(LIMITS.textCodePoints), null],
  ["'; drop table message; --", null],
  ['<script>alert(1)</script>', null],
])('%j is answered with %s', (text, code) => {
  expect(codeOf(text)).toBe(code);
});

test('any well-formed text with something visible in it is accepted', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => {
      fc.pre(isVisible(text) && !text.includes('\0'));
      expect(codeOf(text)).toBe(null);
    }),
  );
});
