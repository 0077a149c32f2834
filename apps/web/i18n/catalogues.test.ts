import { ERROR_CODES } from '@parley/contract';
import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { LOCALES, pickLocale } from './catalogue';
import { catalogues } from './catalogues';

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : flatten(value, `${path}${key}.`),
  );
}

function argumentsOf(message: string): string[] {
  // What stands for a choice is text, also where it is one word.
  const chosen = message.replaceAll(/(select|plural),(?:\s*[\w=]+ \{[^{}]*\})+/g, '$1');
  return [...new Set([...chosen.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1] ?? ''))].sort();
}

describe.each(LOCALES)('the catalogue %s', (locale) => {
  const messages = new Map(flatten(catalogues[locale]));

  it('has a sentence for every error code, and for none that is gone', () => {
    expect(Object.keys(catalogues[locale].errors).sort()).toEqual([...ERROR_CODES].sort());
  });

  it('leaves nothing empty and formats as ICU', () => {
    const translate = createTranslator({
      locale,
      messages: catalogues[locale],
      onError: (error) => {
        throw error;
      },
    });
    for (const [key, message] of messages) {
      expect(message.trim(), key).not.toBe('');
      const values = Object.fromEntries(argumentsOf(message).map((name) => [name, 2]));
      // Keys are known only at run time here.
      expect(translate(key as never, values as never), key).not.toMatch(/[{}]/);
    }
  });

  it('takes the arguments that the English one takes; a kind is asked for where a language has two words', () => {
    const kindless = (names: string[]): string[] => names.filter((name) => name !== 'kind');
    for (const [key, message] of flatten(catalogues.en)) {
      expect(kindless(argumentsOf(messages.get(key) ?? '')), key).toEqual(kindless(argumentsOf(message)));
    }
  });
});

describe('the language', () => {
  it.each([
    [undefined, ['zh-TW', 'en'], 'zh-CN'],
    [undefined, ['fr', 'zh'], 'zh-CN'],
    [undefined, ['fr'], 'en'],
    ['en', ['zh-CN'], 'en'],
    ['zh-CN', ['en-GB'], 'zh-CN'],
  ])('choice %s, browser %j → %s', (choice, browser, locale) => {
    expect(pickLocale(choice, browser)).toBe(locale);
  });
});
