const LINES = 24;
const CHARACTERS = 2400;

export type Folded = { readonly head: string; readonly lines: number };

/** The beginning of a text that is too long to stand whole in the timeline; null when it is not. */
export function fold(text: string): Folded | null {
  const lines = text.split('\n');
  if (lines.length <= LINES + 4 && text.length <= CHARACTERS * 1.25) return null;
  const head = lines.slice(0, LINES).join('\n');
  return { head: head.length <= CHARACTERS ? head : cut(head), lines: lines.length };
}

/** Never between the halves of a surrogate pair. */
function cut(text: string): string {
  const end = /[\uD800-\uDBFF]/.test(text.charAt(CHARACTERS - 1)) ? CHARACTERS - 1 : CHARACTERS;
  return text.slice(0, end);
}
