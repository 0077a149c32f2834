export type View = { readonly top: number; readonly height: number };
export type Range = { readonly first: number; readonly last: number };

/** The rows of one height that are on the screen, and `overscan` more on each side; `last` is not one of them. */
export function rowsInView({ top, height }: View, size: number, overscan: number): Range {
  // A list that is hidden shows nothing.
  if (height === 0) return { first: 0, last: 0 };
  const first = Math.max(0, Math.floor(top / size) - overscan);
  return { first, last: Math.max(first, Math.ceil((top + height) / size) + overscan) };
}
