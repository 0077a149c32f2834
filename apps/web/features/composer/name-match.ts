/** How a name is said: each way in which one character is read, in Latin letters; empty for what is not Chinese. */
export type Readings = (character: string) => readonly string[];

/** The lower the better: from its beginning, from a later word, by initials, anywhere. */
export const RANK = { prefix: 0, word: 1, initials: 2, inside: 3 } as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

/** A Chinese character or a run of anything else: what it may be typed as. */
type Unit = { readonly forms: readonly string[]; readonly isWord: boolean };

const UNIT = /\p{Script=Han}|[^\p{Script=Han}\s\p{P}]+/gu;
const HAN = /\p{Script=Han}/u;
const BETWEEN = /[\s\p{P}]/gu;
/** An initial may be typed as one letter or, of these, as both. */
const DOUBLE = /^[zcs]h/;
const NO_READINGS: readonly string[] = [];

/** Nothing is known of how characters are read. */
export const unread: Readings = () => NO_READINGS;

export function hasHan(text: string): boolean {
  return HAN.test(text);
}

/** How well what is typed fits a name, also by how it is said: "zs", "zhangs" and "张s" fit 张三. null: not at all. */
export function matchName(name: string, typed: string, readings: Readings): Rank | null {
  const wanted = fold(typed);
  const query = wanted.replaceAll(BETWEEN, '');
  if (wanted === '') return RANK.prefix;
  const written = fold(name).includes(wanted) ? RANK.inside : null;
  if (query === '') return written;
  const units = unitsOf(name, readings);
  let best: Rank | null = written;
  for (const [start, { isWord }] of units.entries()) {
    const found = reads(units, query, start);
    if (found === null || (found === 'initials' && !isWord)) continue;
    const rank = found === 'initials' ? RANK.initials : start === 0 ? RANK.prefix : isWord ? RANK.word : RANK.inside;
    if (best === null || rank < best) best = rank;
  }
  return best;
}

function unitsOf(name: string, readings: Readings): Unit[] {
  let end = -1;
  return [...fold(name).matchAll(UNIT)].map(({ index, 0: unit }) => {
    const isHan = hasHan(unit);
    // Chinese names have no spaces: only what stands apart begins a word there.
    const isWord = !isHan || index !== end;
    end = index + unit.length;
    return { forms: isHan ? [unit, ...readings(unit)] : [unit], isWord };
  });
}

/** Whether the query is read from this unit on: whole, the last one maybe in part, or with initials between. */
function reads(units: readonly Unit[], query: string, start: number): 'whole' | 'initials' | null {
  const known = new Map<string, 'whole' | 'initials' | null>();
  const from = (at: number, pos: number): 'whole' | 'initials' | null => {
    const key = `${at} ${pos}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let found: 'whole' | 'initials' | null = null;
    for (const form of units[at]?.forms ?? []) {
      const length = commonLength(form, query, pos);
      if (length > 0 && pos + length === query.length) found = 'whole';
      else if (length === form.length && from(at + 1, pos + length) === 'whole') found = 'whole';
      if (found === 'whole') break;
      if (found === null && initials(form, length).some((taken) => from(at + 1, pos + taken) !== null))
        found = 'initials';
      if (found === null && length === form.length && from(at + 1, pos + length) !== null) found = 'initials';
    }
    known.set(key, found);
    return found;
  };
  return from(start, 0);
}

/** How much of a form counts as its initial, where that much of it is typed. */
function initials(form: string, typed: number): number[] {
  return [1, ...(DOUBLE.test(form) ? [2] : [])].filter((length) => length <= typed && length < form.length);
}

function commonLength(form: string, query: string, pos: number): number {
  let length = 0;
  while (length < form.length && form[length] === query[pos + length]) length += 1;
  return length;
}

function fold(text: string): string {
  return text.toLocaleLowerCase().replaceAll('ü', 'v');
}
