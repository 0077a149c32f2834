import { ERROR_CODES } from '@parley/contract';
import format, { type CompiledMessage } from 'icu-minify/format';
import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { LOCALES, pickLocale } from './catalogue';
import { catalogues } from './catalogues';
import { compileCatalogue } from './compile';
import { lastWords } from './last-words';

type Tree<T> = { readonly [key: string]: T | Tree<T> };

function flatten<T extends string | readonly unknown[]>(tree: Tree<T>, path = ''): [string, T][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' || Array.isArray(value)
      ? [[path + key, value as T] as [string, T]]
      : flatten(value as Tree<T>, `${path}${key}.`),
  );
}

/** What each choice of a message can be given: its own words, numbers about plurals, a word that it does not know. */
const SAMPLES = [0, 1, 2, 5, 21, 1234.5, 'other', 'channel', 'group', 'signed-out'];

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

  it('says the same compiled as it does interpreted, whatever the arguments', () => {
    const compiled = new Map(flatten<CompiledMessage>(compileCatalogue(catalogues[locale])));
    expect([...compiled.keys()]).toEqual([...messages.keys()]);
    const interpret = createTranslator({ locale, messages: catalogues[locale], timeZone: 'UTC' });
    const formatters = {
      getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
        new Intl.DateTimeFormat(...args),
      getNumberFormat: (...args: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...args),
      getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
    };
    for (const [key, message] of messages) {
      // A number is never given as a word.
      const isCounted = /, (?:plural|selectordinal|number)/.test(message);
      for (const sample of SAMPLES.filter((value) => typeof value === 'number' || !isCounted)) {
        const values = Object.fromEntries(argumentsOf(message).map((name) => [name, sample]));
        const said = format(compiled.get(key) ?? '', locale, values, { formatters, timeZone: 'UTC' });
        expect(said, `${key} of ${sample}`).toBe(interpret(key as never, values as never));
      }
    }
  });

  it('has words left where no catalogue can be fetched', () => {
    expect(catalogues[locale].app).toMatchObject(lastWords(locale));
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
