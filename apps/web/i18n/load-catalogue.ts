import type { Catalogue, Locale } from './catalogue';

const imports: Record<Locale, () => Promise<Catalogue>> = {
  en: async () => (await import('./en')).en,
  'zh-CN': async () => (await import('./zh')).zh,
};

const loaded = new Map<Locale, Catalogue>();

/** The catalogue of a language, where it is there already. */
export function catalogueOf(locale: Locale): Catalogue | null {
  return loaded.get(locale) ?? null;
}

/** One language has a script of its own: nobody reads two. The messages in it are compiled (next.config.ts). */
export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  const catalogue = loaded.get(locale) ?? (await imports[locale]());
  loaded.set(locale, catalogue);
  return catalogue;
}
