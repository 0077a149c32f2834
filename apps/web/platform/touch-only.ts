let finger: MediaQueryList | null = null;

/** Nothing but a finger points here: a keyboard comes over what there is to read, and its Enter breaks the line. */
export function touchOnly(): boolean {
  // Asked with every key: it answers for as long as the page lives.
  finger ??= matchMedia('(hover: none) and (pointer: coarse)');
  return finger.matches;
}
