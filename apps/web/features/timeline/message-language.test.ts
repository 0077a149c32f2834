import { describe, expect, it } from 'vitest';
import { isJumbo, languageOf } from './message-language';

describe('the language of a message', () => {
  it.each([
    ['明天 10 点开会', 'zh-CN'],
    ['see you at ten', 'en'],
    ['会议 OK', 'zh-CN'],
    ['ありがとう、田中さん', 'ja'],
    ['안녕하세요', 'ko'],
    ['👍', null],
    ['12:30', null],
  ])('%s → %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});

describe('jumbo emoji', () => {
  it.each([
    ['👍', true],
    ['👩‍👩‍👧 🇨🇳', true],
    ['👍 ok', false],
    ['123', false],
    ['5️⃣ 🏻 ❤️', true],
    ['© 2026', false],
    ['👍👍👍👍👍👍', false],
    ['', false],
  ])('%s → %s', (text, large) => {
    expect(isJumbo(text)).toBe(large);
  });

  it('is found by how it begins, as every emoji is', () => {
    const emoji = /^\p{RGI_Emoji}$/v;
    const all = Array.from({ length: 0x1_fa_ff }, (_, code) => String.fromCodePoint(code + 1)).flatMap((one) =>
      [one, `${one}\uFE0F`, `${one}\uFE0F\u20E3`].filter((text) => emoji.test(text)),
    );
    expect(all.length).toBeGreaterThan(1_300);
    expect(all.filter((text) => !isJumbo(text))).toEqual([]);
  });
});
