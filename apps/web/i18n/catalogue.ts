import type { en } from './en';

type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

/** Every catalogue has the keys of the English one. */
export type Catalogue = Shape<typeof en>;

export const LOCALES = ['en', 'zh-CN'] as const;
export type Locale = (typeof LOCALES)[number];

/** The language of a person's choice, else of the browser; anything Chinese is zh-CN, all else English. */
export function pickLocale(choice: string | undefined, browser: readonly string[]): Locale {
  const wanted = choice ?? browser.find((tag) => /^(zh|en)\b/i.test(tag)) ?? 'en';
  return /^zh\b/i.test(wanted) ? 'zh-CN' : 'en';
}
