import { expect, it } from 'vitest';
import { writes } from './use-typing';

const press = (key: string, held: Partial<KeyboardEvent> = {}): Parameters<typeof writes>[0] => ({
  key,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  ...held,
});

it('a key that writes is a letter, one less, or what an input method takes', () => {
  expect(['a', 'Backspace', 'Process', '你'].map((key) => writes(press(key)))).toEqual([true, true, true, true]);
  expect(writes(press('Enter', { isComposing: true }))).toBe(true);
  for (const key of ['Enter', 'ArrowUp', 'Escape', 'Tab']) expect(writes(press(key))).toBe(false);
  expect(writes(press('k', { ctrlKey: true }))).toBe(false);
  expect(writes(press('k', { metaKey: true }))).toBe(false);
});
