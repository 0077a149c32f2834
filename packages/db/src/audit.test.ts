import { expect, test } from 'vitest';

import { canonicalJson } from './audit.js';

test('the same entry always has the same bytes', () => {
  const one = { b: [1, { y: null, x: '中"文' }], a: 0.5, c: {} };
  const other = { c: {}, a: 0.5, b: [1, { x: '中"文', y: null }] };
  expect(canonicalJson(one)).toBe('{"a":0.5,"b":[1,{"x":"中\\"文","y":null}],"c":{}}');
  expect(canonicalJson(other)).toBe(canonicalJson(one));
});

test('a round trip through JSON changes nothing', () => {
  const value = { big: 1e21, small: 1e-7, list: [], text: '\u2028', yes: true };
  expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value));
});
