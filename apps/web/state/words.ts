import { useState } from 'react';
import { type Catalogue, type Locale, pickLocale } from '../i18n/catalogue';
import { joined, type Words } from '../i18n/joined';
import { preferences, type Preferences } from '../platform/preferences';
import { SharedState, useShared } from './shared-state';

/** A catalogue comes in two scripts: what the list of chats says (i18n/split.ts), and the rest, with the first part that says more. */
type Half = 'first' | 'rest';
type Halves = { readonly [K in Half]?: Words } & { readonly catalogue?: Catalogue };

// One language alone: nobody reads two. The messages are compiled (next.config.ts).
const scripts: Record<`${Locale} ${Half}`, () => Promise<{ words: Words }>> = {
  'en first': () => import('../i18n/en-first'),
  'en rest': () => import('../i18n/en-rest'),
  'zh-CN first': () => import('../i18n/zh-first'),
  'zh-CN rest': () => import('../i18n/zh-rest'),
};

const there = new SharedState<ReadonlyMap<Locale, Halves>>(new Map());
const loading = new Map<string, Promise<void>>();
let needed: readonly Half[] = ['first'];

function load(locale: Locale, half: Half): Promise<void> {
  const name = `${locale} ${half}` as const;
  const coming = loading.get(name) ?? scripts[name]().then(({ words }) => keep(locale, half, words));
  loading.set(name, coming);
  // What could not be fetched is fetched again when it is wanted again.
  coming.catch(() => loading.delete(name));
  return coming;
}

function keep(locale: Locale, half: Half, words: Words): void {
  const halves = { ...there.current.get(locale), [half]: words };
  const { first, rest = {} } = halves;
  // Without its rest it has all keys that are asked for: who says more has waited for `allWords`.
  const catalogue = first === undefined ? {} : { catalogue: joined(first, rest) as unknown as Catalogue };
  there.set(new Map(there.current).set(locale, { ...halves, ...catalogue }));
}

export function wantedLocale({ locale }: Preferences): Locale {
  return pickLocale(locale, navigator.languages);
}

/** What this page says by now, in this language. */
export async function loadWords(locale: Locale): Promise<void> {
  await Promise.all(needed.map((half) => load(locale, half)));
}

/** Everything that there is to say, from now on in whichever language is chosen. */
export async function allWords(): Promise<void> {
  needed = ['first', 'rest'];
  await loadWords(wantedLocale(preferences.getSnapshot()));
}

export type Shown = { readonly locale: Locale; readonly catalogue: Catalogue };

/** The words of the language that is wanted; until all that the page says are there, those of the one that was shown before, or null. */
export function useShownWords(wanted: Locale): Shown | null {
  const languages = useShared(there, (current) => current);
  const [shown, setShown] = useState<Locale | null>(null);
  // Where nothing is drawn yet, what is drawn first is enough.
  const halves: readonly Half[] = shown === null ? ['first'] : needed;
  const locale = halves.every((half) => languages.get(wanted)?.[half] !== undefined) ? wanted : shown;
  if (locale !== shown) setShown(locale);
  const catalogue = locale === null ? undefined : languages.get(locale)?.catalogue;
  return locale === null || catalogue === undefined ? null : { locale, catalogue };
}
