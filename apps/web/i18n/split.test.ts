import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCALES } from './catalogue';
import { catalogues } from './catalogues';
import { joined } from './joined';
import { FIRST, firstOf, isFirst, restOf } from './split';

const web = path.join(import.meta.dirname, '..');

function fileOf(from: string, name: string): string | undefined {
  const file = path.join(path.dirname(from), name);
  return ['.ts', '.tsx'].map((ending) => file + ending).find(existsSync);
}

/** A module and all that come with it, with the parts that do with the first words. */
function drawnFirst(entry: string): Map<string, string> {
  const texts = new Map<string, string>();
  const toRead = [entry];
  for (let file = toRead.pop(); file !== undefined; file = toRead.pop()) {
    if (texts.has(file)) continue;
    const text = readFileSync(file, 'utf8');
    texts.set(file, text);
    const imported = text.matchAll(/^(?:import|export) (?!type)[^;]*?from '(?<name>\.[^']+)'/gm);
    const lazy = text.matchAll(/lazyPart\(\s*async \(\) => \(await import\('(?<name>[^']+)'\)\)[^;]*?'first',?\s*\);/g);
    for (const { groups } of [...imported, ...lazy]) {
      const found = fileOf(file, groups?.['name'] ?? '');
      if (found !== undefined) toRead.push(found);
    }
  }
  return texts;
}

/** Each function by itself: two may call by one name what they say. */
const functionsIn = (text: string): string[] => text.split(/^(?=(?:export )?function )/m);

/** What a function says: areas, with the keys that stand there as a word, and whether it chooses one in another way. */
function saidIn(text: string): { area: string; keys: string[]; chooses: boolean }[] {
  return [...text.matchAll(/(?:const (?<name>\w+) = )?useTranslations\('(?<area>\w+)'\)/g)].map(({ groups }) => {
    const { name, area = '' } = groups ?? {};
    // What is said by another name than that of a constant, can't be followed.
    if (name === undefined) return { area, keys: [], chooses: true };
    const args = [...text.matchAll(new RegExp(`\\b${name}\\((?<argument>[^)]*)`, 'g'))].map(
      (call) => call.groups?.['argument'] ?? '',
    );
    const words = args.map((argument) => [...argument.matchAll(/'(?<key>[\w-]+)'/g)].map((match) => match[1] ?? ''));
    return { area, keys: words.flat(), chooses: words.some(({ length }) => length === 0) };
  });
}

describe('the first words', () => {
  const drawn = drawnFirst(path.join(web, 'features', 'shell', 'app.tsx'));

  it('are read off the code that is drawn first', () => {
    const names = [...drawn.keys()].map((file) => path.relative(web, file));
    expect(names).toContain('features/chat-list/chat-row.tsx');
    expect(names).toContain('features/chat-list/chat-filter.tsx');
    expect(names).not.toContain('features/composer/composer.tsx');
  });

  it('have every key that is said there', () => {
    for (const [file, text] of drawn) {
      for (const { area, keys, chooses } of functionsIn(text).flatMap(saidIn)) {
        const where = `${path.relative(web, file)}: ${area}`;
        if (FIRST[area as keyof typeof FIRST] === 'all') continue;
        expect(chooses, `${where} has to come whole, or to say its keys as words`).toBe(false);
        expect(
          keys.filter((key) => !isFirst(area, key)),
          where,
        ).toEqual([]);
      }
    }
  });

  it.each(LOCALES)('and the rest are all there is in %s, and nothing twice', (locale) => {
    const [first, rest] = [firstOf(catalogues[locale]), restOf(catalogues[locale])];
    expect(joined(first, rest)).toEqual(catalogues[locale]);
    for (const [area, words] of Object.entries(first)) {
      expect(Object.keys(rest[area] ?? {}).filter((key) => key in words)).toEqual([]);
    }
  });
});
