import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { matchName, RANK, unread } from './name-match';
import { readingsOf } from './pinyin';

const { prefix, word, initials, inside } = RANK;
const rank = (name: string, typed: string): number | null => matchName(name, typed, readingsOf);

test.each([
  ['张三', 'zhangsan', prefix],
  ['张三', 'zhangs', prefix],
  ['张三', 'zhang', prefix],
  ['张三', 'z', prefix],
  ['张三', '张', prefix],
  ['张三', '张s', prefix],
  ['张三', 'zs', initials],
  ['张三', 'zhs', initials],
  ['张三', 'zhsan', initials],
  ['张三', '三', inside],
  ['张三', 'san', inside],
  ['张三', 'zx', null],
  ['张三', 'sz', null],
  ['欧阳娜娜', 'oynn', initials],
  ['欧阳娜娜', 'ouyangnn', initials],
  ['单雄信', 'shan', prefix],
  ['曾国藩', 'zeng', prefix],
  ['解缙', 'xiejin', prefix],
  ['仇英', 'qiuy', prefix],
  ['查良镛', 'zha', prefix],
  ['万俟卨', 'moqi', prefix],
  ['尉迟恭', 'yuchigong', prefix],
  ['盖叫天', 'ge', prefix],
  ['朴树', 'piao', prefix],
  ['区志伟', 'ouzw', initials],
  ['乐嘉', 'yue jia', prefix],
  ['吕布', 'lvbu', prefix],
  ['吕布', 'lubu', prefix],
  ['吕布', 'lüb', prefix],
  ['西安', 'xian', prefix],
  ['李雷', "li'lei", prefix],
  ['韩梅梅', 'HMM', initials],
  ['产品-王伟', 'wangwei', word],
  ['产品-王伟', 'ww', initials],
  ['王小明 Ming', 'ming', word],
  ['Ada Byron', 'ada b', prefix],
  ['Ada Byron', 'byr', word],
  ['Ada Byron', 'ab', initials],
  ['Ada Byron', 'yron', inside],
  ['Ada Byron', 'adax', null],
  ['山本 太郎', '太', word],
  ['Łukasz', 'łu', prefix],
])('%s is found by %s', (name, typed, expected) => {
  expect(rank(name, typed)).toBe(expected);
});

describe('without the table', () => {
  it('names are found by what they are written with', () => {
    expect(matchName('张三', '三', unread)).toBe(inside);
    expect(matchName('张三', 'zs', unread)).toBeNull();
  });
});

test('any part of a name finds it, whatever is in it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('张', '三', '重', 'Ada', 'b', ' ', '-', '(', '👍', 'Ü', 'ß', '1'), { maxLength: 12 }),
      fc.nat(12),
      fc.nat(12),
      (parts, from, to) => {
        const part = parts.slice(Math.min(from, to), Math.max(from, to)).join('');
        expect(rank(parts.join(''), part)).not.toBeNull();
      },
    ),
  );
});

test('the longest query in the longest name is answered at once', () => {
  // Anything but memory of what was tried would run into the time-out of this test.
  expect(rank('张'.repeat(64), `${'z'.repeat(60)}x`)).toBeNull();
});
