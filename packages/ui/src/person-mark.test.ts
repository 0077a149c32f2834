import { describe, expect, it } from 'vitest';
import { initialsOf, tintOf, TINTS } from './person-mark';

describe('initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['张伟', '张伟'],
    ['欧阳小明', '小明'],
    ['王小明', '小明'],
    ['madonna', 'M'],
    ['Jean-Luc van der Berg', 'JB'],
    ['李 Lei', '李'],
    ['🦊 Fox', '🦊F'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['  ', ''],
    ['(ops) Bot', 'B'],
    ['小林（产品）', '小林'],
    ['Alex (Design)', 'A'],
    ['（）', '（'],
  ])('%s → %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('tint', () => {
  it('stays with the id and uses the whole circle', () => {
    const seen = new Set<number>();
    for (let id = 1; id < 200; id += 1) {
      const tint = tintOf(String(id));
      expect(tint).toBe(tintOf(String(id)));
      expect(tint).toBeLessThan(TINTS);
      seen.add(tint);
    }
    expect(seen.size).toBe(TINTS);
  });
});
