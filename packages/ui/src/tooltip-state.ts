export type ShownTooltip = {
  /** Of the trigger that shows it. */
  readonly id: string;
  readonly anchor: Element;
  readonly label: string;
  readonly shortcut: string | undefined;
  readonly side: 'top' | 'right' | 'bottom' | 'left';
};

const DELAY_MS = 500;
/** Between two icons of a row, and on the way from an icon to its label. */
const GAP_MS = 150;

let shown: ShownTooltip | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function show(next: ShownTooltip | null): void {
  clearTimeout(timer);
  if (shown === next) return;
  shown = next;
  for (const listener of listeners) listener();
}

/** The one label that is shown, on the whole page. */
export const tooltip = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  getSnapshot: (): ShownTooltip | null => shown,
  /** The pointer came: it waits, unless another label was shown a moment ago. */
  point: (next: ShownTooltip): void => {
    clearTimeout(timer);
    // While it is open, what it opens says the same.
    const come = (): void => show(next.anchor.ariaExpanded === 'true' ? null : next);
    if (shown !== null) come();
    else timer = setTimeout(come, DELAY_MS);
  },
  /** The focus came. */
  show,
  /** The pointer went; it may be on its way to the label. */
  leave: (): void => {
    clearTimeout(timer);
    if (shown !== null) timer = setTimeout(() => show(null), GAP_MS);
  },
  /** The pointer is on the label. */
  keep: (): void => clearTimeout(timer),
  hide: (id?: string): void => {
    if (id === undefined || shown?.id === id) show(null);
    else if (shown === null) clearTimeout(timer);
  },
};
