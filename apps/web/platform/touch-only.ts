/** Nothing but a finger points here: a keyboard comes over what there is to read, and its Enter breaks the line. */
export function touchOnly(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}
