import { expect, test } from 'vitest';
import { isTooDeep } from './json-depth.js';

const nested = (depth: number, inner = '1'): string => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;
const long = `"${'x'.repeat(600)}"`;

test('what no client of ours sends is too deep', () => {
  expect(isTooDeep(nested(100_000))).toBe(true);
  expect(isTooDeep('['.repeat(100_000))).toBe(true);
  expect(isTooDeep('{"a":'.repeat(1_000))).toBe(true);
  expect(isTooDeep(`2["message.send",${nested(65, long)}]`)).toBe(true);
});

test('64 deep is not, and what lies side by side is not deep', () => {
  expect(isTooDeep(nested(64, long))).toBe(false);
  expect(isTooDeep(`[${Array.from({ length: 1_000 }, () => '[{}]').join(',')}]`)).toBe(false);
});

test('brackets in a text are text', () => {
  const text = '[{'.repeat(500);
  for (const words of [text, `"${text}`, `\\${text}`, `\\"${text}`, `${text}\\`, `${text}\\\\"`]) {
    expect(isTooDeep(JSON.stringify({ words, more: words }))).toBe(false);
  }
});

test('a text that does not end is a text', () => {
  expect(isTooDeep(`["${'\\'.repeat(200_001)}`)).toBe(false);
  expect(isTooDeep(`["${'\\"'.repeat(100_000)}`)).toBe(false);
});
