const FIRST_STRONG = '\u2068';
const POP = '\u2069';
/** What turns text until somebody turns it back, which nobody has to. */
const TURNS = /[\u202a-\u202e\u2066\u2067]/g;
/** Letters that are written from the right, and the marks that act like one. */
const FROM_THE_RIGHT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A text of somebody that stands in a sentence or a title, where no element sets it apart: it can't turn what stands beside it. One
 * that needs nothing is given back as it is, so that whoever looks for a name finds it.
 */
export function isolate(text: string): string {
  const even = balanced(text.replaceAll(TURNS, ''));
  return FROM_THE_RIGHT.test(even) ? FIRST_STRONG + even + POP : even;
}

/** What is opened is closed, and nothing else is: a text could end the isolation that it stands in. */
function balanced(text: string): string {
  if (!text.includes(FIRST_STRONG) && !text.includes(POP)) return text;
  let depth = 0;
  let even = '';
  for (const character of text) {
    if (character === POP && depth === 0) continue;
    if (character === FIRST_STRONG) depth += 1;
    if (character === POP) depth -= 1;
    even += character;
  }
  return even + POP.repeat(depth);
}
