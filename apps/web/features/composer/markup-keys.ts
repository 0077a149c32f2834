/** What a key press makes of a text: replace from–to by `insert`, then select. */
export type MarkupEdit = {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly select: readonly [number, number];
};

export type Selection = { readonly start: number; readonly end: number };

const MARKS: ReadonlyMap<string, string> = new Map([
  ['b', '**'],
  ['i', '*'],
  ['e', '`'],
]);

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>;

/** Bold, italic or code by Ctrl (or ⌘) with B, I, E; null for any other key. */
export function markOf(press: KeyPress): string | null {
  if (!(press.ctrlKey || press.metaKey) || press.altKey || press.shiftKey || press.isComposing) return null;
  return MARKS.get(press.key.toLowerCase()) ?? null;
}

/** Puts the mark around what is selected, or takes it away where it stands already. Spaces at the ends stay outside. */
export function toggleMark(text: string, { start, end }: Selection, mark: string): MarkupEdit {
  const [from, to] = withoutSpaces(text, start, end);
  const inside = text.slice(from, to);
  const { length } = mark;
  if (isAround(text, [from, to], mark)) {
    return { from: from - length, to: to + length, insert: inside, select: [from - length, to - length] };
  }
  return { from, to, insert: `${mark}${inside}${mark}`, select: [from + length, to + length] };
}

/** Three marks are bold and italic: each is there; two are bold alone. */
function isAround(text: string, [from, to]: readonly [number, number], mark: string): boolean {
  const character = mark.charAt(0);
  const run = Math.min(marksBefore(text, from, character), marksAfter(text, to, character));
  return mark === '*' ? run % 2 === 1 : run >= mark.length;
}

function marksBefore(text: string, at: number, character: string): number {
  let count = 0;
  while (text.charAt(at - count - 1) === character) count += 1;
  return count;
}

function marksAfter(text: string, at: number, character: string): number {
  let count = 0;
  while (text.charAt(at + count) === character) count += 1;
  return count;
}

function withoutSpaces(text: string, start: number, end: number): [number, number] {
  const selected = text.slice(start, end);
  if (selected.trim() === '') return [start, end];
  return [start + selected.length - selected.trimStart().length, end - selected.length + selected.trimEnd().length];
}
