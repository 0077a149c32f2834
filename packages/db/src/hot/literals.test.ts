import { describe, expect, test } from 'vitest';

import { booleans, compareIds, jsons, numbers, texts } from './literals.js';

describe('array literals', () => {
  test('of numbers, ids and booleans', () => {
    expect(numbers([1, '9223372036854775807', null])).toBe('{1,9223372036854775807,NULL}');
    expect(numbers([])).toBe('{}');
    expect(booleans([true, false])).toBe('{t,f}');
  });

  test('quote every text, so that no text is taken for syntax', () => {
    expect(texts(['NULL', null, '', 'a,b', '{x}', ' '])).toBe('{"NULL",NULL,"","a,b","{x}"," "}');
    expect(texts(['say "hi" \\o/'])).toBe('{"say \\"hi\\" \\\\o/"}');
  });

  test('of structures are JSON inside a quoted text', () => {
    expect(jsons([{ a: 'b"c' }, null])).toBe('{"{\\"a\\":\\"b\\\\\\"c\\"}",NULL}');
  });
});

test('ids sort by value, not by spelling', () => {
  expect(['10', '9', '100', '1'].sort(compareIds)).toEqual(['1', '9', '10', '100']);
  expect(compareIds('7', '7')).toBe(0);
});
