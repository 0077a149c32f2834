import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { cx } from './cx';
import { clampWidth, widthByKey, type SplitterRange } from './splitter-width';

export type SplitterProps = {
  label: string;
  /** Of its pane, in px; whoever uses it sets it there. */
  width: number;
  /** Where its pane is. */
  side?: 'left' | 'right';
  range: SplitterRange;
  onChange: (width: number) => void;
  className?: string;
};

/** Between two panes: dragged, by arrow keys, Home and End; a double click gives back the usual width. */
export function Splitter({ label, width, side = 'left', range, onChange, className }: SplitterProps) {
  const grip = useRef<{ x: number; width: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!grip.current) return;
    const moved = event.clientX - grip.current.x;
    onChange(clampWidth(grip.current.width + (side === 'left' ? moved : -moved), range));
  };
  const drop = (): void => {
    grip.current = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = widthByKey(event.key, { width, side, range });
    if (next === null) return;
    event.preventDefault();
    onChange(next);
  };
  return (
    <div
      role="separator"
      // One that can be moved is a control: it has a value and takes the focus.
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={range.min}
      aria-valuemax={range.max}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={drop}
      onPointerCancel={drop}
      onDoubleClick={() => onChange(range.usual)}
      onKeyDown={onKeyDown}
      className={cx(
        // Above what scrolls beside it: else half of where it can be taken hold of would be theirs.
        'relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line select-none before:absolute before:inset-y-0 before:-right-1 before:-left-1 hover:bg-accent focus-visible:bg-accent',
        className,
      )}
    />
  );
}
