import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, inGamut, type Oklch } from './oklch';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

type Pair = { light: Oklch; dark: Oklch };

function readTokens(): Map<string, Pair> {
  const tokens = new Map<string, Pair>();
  const colour = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
  for (const match of css.matchAll(new RegExp(String.raw`--([\w-]+): light-dark\(${colour}, ${colour}\);`, 'g'))) {
    const [lightL, lightC, lightH, darkL, darkC, darkH] = match.slice(2).map(Number);
    tokens.set(match[1] ?? '', {
      light: { lightness: lightL ?? 0, chroma: lightC ?? 0, hue: lightH ?? 0 },
      dark: { lightness: darkL ?? 0, chroma: darkC ?? 0, hue: darkH ?? 0 },
    });
  }
  return tokens;
}

const tokens = readTokens();
const grounds = ['bg', 'surface', 'raised', 'hover', 'accent-soft'];
const TEXT = 4.5;
const SHAPE = 3;

const pairs: [front: string, grounds: string[], atLeast: number][] = [
  ...['text', 'muted', 'faint', 'accent', 'danger', 'ok'].map((front): [string, string[], number] => [
    front,
    grounds,
    TEXT,
  ]),
  ['warn', ['bg', 'surface', 'raised', 'warn-soft'], TEXT],
  ['text', ['warn-soft'], TEXT],
  ['muted', ['warn-soft'], TEXT],
  ['on-accent', ['accent'], TEXT],
  ['on-danger', ['danger'], TEXT],
  ['surface', ['muted'], TEXT],
  ['edge', ['bg', 'surface', 'raised'], SHAPE],
  ...Array.from({ length: 8 }, (_, tint): [string, string[], number] => [`on-tint-${tint}`, [`tint-${tint}`], TEXT]),
];

function token(name: string): Pair {
  const found = tokens.get(name);
  if (!found) throw new Error(`tokens.css has no opaque --${name}`);
  return found;
}

describe('the token table', () => {
  for (const [front, behind, atLeast] of pairs) {
    for (const ground of behind) {
      it(`${front} on ${ground} reaches ${atLeast}:1 in both themes`, () => {
        expect(contrast(token(front).light, token(ground).light)).toBeGreaterThanOrEqual(atLeast);
        expect(contrast(token(front).dark, token(ground).dark)).toBeGreaterThanOrEqual(atLeast);
      });
    }
  }

  it('stays inside sRGB', () => {
    const outside = [...tokens].filter(([, pair]) => !inGamut(pair.light) || !inGamut(pair.dark)).map(([name]) => name);
    expect(outside).toEqual([]);
  });

  it('is read whole: what is not in it is translucent', () => {
    const declared = [...css.matchAll(/^ {2}--([\w-]+):/gm)].map((match) => match[1] ?? '');
    expect(declared.filter((name) => !tokens.has(name))).toEqual(['shadow', 'scrim']);
  });
});
