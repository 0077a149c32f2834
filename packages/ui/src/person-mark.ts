export const TINTS = 8;

/** A tint that stays with an id for ever, on every device. */
export function tintOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const unit of id) {
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash % TINTS;
}

const HAN = /\p{Script=Han}/u;
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The same names are drawn again and again, and finding the characters of one takes as long as drawing the rest of its mark. */
const known = new Map<string, string>();
const KEPT = 2_000;

/**
 * One or two characters that stand for a name: the given name of a Chinese one (its last two characters, as people
 * there shorten names), else the first letters of the first and last word.
 */
export function initialsOf(name: string): string {
  const initials = known.get(name) ?? initialsIn(name);
  if (known.size >= KEPT) known.clear();
  known.set(name, initials);
  return initials;
}

function initialsIn(name: string): string {
  // What stands in brackets says where somebody works, not who they are.
  const bare = name.replaceAll(/[(（][^)）]*[)）]/g, ' ').trim();
  const words = (bare === '' ? name : bare).trim().split(/\s+/).filter(Boolean);
  const first = graphemes(words[0] ?? '');
  const joined = graphemes(words.join(''));
  if (joined.length > 0 && joined.every((character) => HAN.test(character))) return joined.slice(-2).join('');
  const last = words.length > 1 ? graphemes(words.at(-1) ?? '') : [];
  const initials = [first.find(isLetter) ?? first[0], last.find(isLetter)].filter((part) => part !== undefined);
  const mixed = initials.length === 2 && initials.some((part) => HAN.test(part));
  return (mixed ? initials.slice(0, 1) : initials).join('').toLocaleUpperCase('und');
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), (part) => part.segment);
}
