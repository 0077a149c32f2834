import { describe, expect, it } from 'vitest';
import { queryTokens, searchTerms } from './search-terms.js';

/** As the database matches: every token begins a term. */
function finds(query: string, name: string, login = 'x.y'): boolean {
  const terms = searchTerms(name, login);
  return queryTokens(query).every((token) => terms.some((term) => term.startsWith(token)));
}

describe('people are found', () => {
  it('by the beginning of any word of the name or the login, in any case', () => {
    expect(finds('ali', 'Alice Smith')).toBe(true);
    expect(finds('SMI', 'Alice Smith')).toBe(true);
    expect(finds('smith ali', 'Alice Smith')).toBe(true);
    expect(finds('mith', 'Alice Smith')).toBe(false);
    expect(finds('a.smith', 'Somebody', 'a.smith')).toBe(true);
    expect(finds('smith', 'Somebody', 'a.smith')).toBe(true);
    expect(finds("o'br", "Pat O'Brien")).toBe(true);
    expect(finds('brien', "Pat O'Brien")).toBe(true);
  });

  it('by any part of a Chinese, Japanese or Korean name', () => {
    expect(finds('小明', '王小明')).toBe(true);
    expect(finds('明', '王小明')).toBe(true);
    expect(finds('王明', '王小明')).toBe(false);
    expect(finds('さく', '桜井さくら')).toBe(true);
    expect(finds('bo', '王Bob')).toBe(true);
    expect(finds('产品', '小林（产品）')).toBe(true);
  });

  it('whatever the width and the form of the letters', () => {
    expect(finds('ＡＬＩ', 'alice')).toBe(true);
    expect(finds('jose\u0301', 'José')).toBe(true);
    expect(finds('ﬁ', 'Fiona')).toBe(true);
  });

  it('by a bounded number of terms and words', () => {
    expect(searchTerms('字'.repeat(64), 'x'.repeat(64)).length).toBeLessThanOrEqual(64);
    expect(queryTokens('a b c d e f g')).toHaveLength(4);
    expect(queryTokens('   ')).toEqual([]);
  });
});
