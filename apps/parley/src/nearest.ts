/** The name that was probably meant: the one that the fewest typing errors lead away from. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({ name, errors: typingErrors(given, name) }))
    .toSorted((a, b) => a.errors - b.errors);
  const [best] = ranked;
  // Of a short name, a few other letters make any other.
  const farthest = Math.min(3, Math.ceil(given.length / 2));
  return best !== undefined && best.errors <= farthest ? best.name : undefined;
}

/** Letters to add, to take away and to replace: Levenshtein's distance, a row of its table at a time. */
function typingErrors(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
