import { pinyin } from 'pinyin-pro';
import type { Readings } from './name-match';

const known = new Map<string, readonly string[]>();

/** Every way in which a character is read: which of them a surname has, nobody has to know. 吕 is typed lv or lu. */
export const readingsOf: Readings = (character) => {
  const before = known.get(character);
  if (before !== undefined) return before;
  const read = pinyin(character, { multiple: true, toneType: 'none', type: 'array', v: true });
  const found = [...new Set(read.flatMap((one) => [one, one.replace('v', 'u')]))].filter((one) => one !== character);
  known.set(character, found);
  return found;
};
