import { LIMITS } from '@parley/contract';
import { expect, it } from 'vitest';
import { charactersLeft } from './length';

it('counts code points, and only near the end', () => {
  expect(charactersLeft('hello')).toBeNull();
  expect(charactersLeft('x'.repeat(LIMITS.textCodePoints - 10))).toBe(10);
  expect(charactersLeft('😀'.repeat(LIMITS.textCodePoints))).toBe(0);
  expect(charactersLeft('😀'.repeat(9000))).toBeNull();
  expect(charactersLeft('字'.repeat(LIMITS.textCodePoints + 3))).toBe(-3);
});
