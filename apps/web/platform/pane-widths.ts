import type { SplitterRange } from '@parley/ui';
import { preferences } from './preferences';

export type Pane = 'list' | 'side';

/** In px, as docs/look.md has them. The boot script sets what was chosen before the first paint. */
export const PANES: Record<Pane, SplitterRange> = {
  list: { min: 240, max: 400, usual: 300 },
  side: { min: 320, max: 560, usual: 360 },
};

/** What was chosen in this browser, else as usual; what somebody else wrote there is no width. */
export function paneWidth(pane: Pane, chosen: unknown): number {
  const { min, max, usual } = PANES[pane];
  return typeof chosen === 'number' && chosen >= min && chosen <= max ? chosen : usual;
}

export function setPaneWidth(pane: Pane, width: number): void {
  document.documentElement.style.setProperty(`--${pane}-width`, `${width}px`);
  preferences.change({ widths: { ...preferences.getSnapshot().widths, [pane]: width } });
}
