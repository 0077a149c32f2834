const STEP = 16;

export type SplitterRange = { readonly min: number; readonly max: number; readonly usual: number };

/** Never narrower or wider than it can be read; whole pixels. */
export function clampWidth(width: number, { min, max }: SplitterRange): number {
  return Math.round(Math.min(max, Math.max(min, width)));
}

/** The width after a key on the splitter; null: not a key of it. */
export function widthByKey(key: string, width: number, range: SplitterRange): number | null {
  if (key === 'ArrowLeft') return clampWidth(width - STEP, range);
  if (key === 'ArrowRight') return clampWidth(width + STEP, range);
  if (key === 'Home') return range.min;
  if (key === 'End') return range.max;
  return null;
}
