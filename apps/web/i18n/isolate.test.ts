import compile from 'icu-minify/compile';
import { describe, expect, it } from 'vitest';
import formatMessage from './format-message';
import { isolate } from './isolate';

describe('a text in a sentence', () => {
  it.each(['Ada', '王小明', 'a\u200db', '👩‍👧', '1–2', ''])('%s needs nothing', (text) => {
    expect(isolate(text)).toBe(text);
  });

  it.each(['שלום', 'سلام 3', 'Ada שלום'])('%s is set apart', (text) => {
    expect(isolate(text)).toBe(`\u2068${text}\u2069`);
  });

  it.each([
    ['an override', 'a\u202egnp.exe', 'agnp.exe'],
    ['an embedding', '\u202babc', 'abc'],
    ['an isolate that stays open', '\u2067abc', 'abc'],
    ['the end of what it stands in', 'a\u2069\u202eb', 'ab'],
    ['an isolate without its end', 'a\u2068b', 'a\u2068b\u2069'],
  ])('%s turns nothing', (_, text, shown) => {
    expect(isolate(text)).toBe(shown);
  });

  it('may hold a sentence with such texts', () => {
    const inner = `${isolate('שלום')}: hello`;
    expect(isolate(inner)).toBe(`\u2068${inner}\u2069`);
  });
});

describe('what is formatted', () => {
  it('sets apart what is put into it', () => {
    const values = { name: 'דוד', text: 'a\u202eb' };
    const options = { locale: 'en' } as Parameters<typeof formatMessage>[3];
    expect(formatMessage('chats.by', compile('{name}: {text}'), values, options)).toBe('\u2068דוד\u2069: ab');
  });
});
