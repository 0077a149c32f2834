const STEP = 16;

export type SplitterRange = { readonly min: number; readonly max: number; readonly usual: number };

/** Never narrower or wider than it can be read; whole pixels. */
export function clampWidth(width: number, { min, max }: SplitterRange): number {
  return Math.round(Math.min(max, Math.max(min, width)));
}

type Pane = { readonly width: number; readonly side: 'left' | 'right'; readonly range: SplitterRange };

/** The width after a key on the splitter, which goes where the arrow points; null: not a key of it. */
export function widthByKey(key: string, { width, side, range }: Pane): number | null {
  const wider = side === 'left' ? 'ArrowRight' : 'ArrowLeft';
  if (key === 'ArrowLeft' || key === 'ArrowRight') return clampWidth(width + (key === wider ? STEP : -STEP), range);
  if (key === 'Home') return range.min;
  if (key === 'End') return range.max;
  return null;
}
