import { cx, Skeleton } from '@parley/ui';
import { useEffect, useRef, type ReactNode } from 'react';

export type OptionRowProps = {
  id: string;
  active: boolean;
  /** Of a list of which several may be chosen; else the active one is. */
  selected?: boolean | undefined;
  disabled?: boolean;
  onHover: () => void;
  onChoose: () => void;
  /** Its height. */
  className: string;
  children: ReactNode;
};

/** A row of a listbox that a field commands: the keyboard works there (aria-activedescendant), this is for the pointer. */
export function OptionRow(props: OptionRowProps) {
  const { id, active, selected = active, disabled = false, onHover, onChoose, className, children } = props;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={row}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-disabled={disabled}
      onPointerMove={onHover}
      onClick={onChoose}
      onKeyDown={(event) => event.key === 'Enter' && onChoose()}
      className={cx(
        'flex items-center gap-3 rounded-control px-2',
        className,
        !disabled && 'cursor-pointer',
        active && 'bg-hover forced-colors:border',
      )}
    >
      {children}
    </div>
  );
}

/** Until the rows are known. `className`: the height of each. */
export function RowsSkeleton({ className }: { className: string }) {
  return (
    <div aria-busy className="skeleton-late">
      {['w-28', 'w-36', 'w-24', 'w-32'].map((width) => (
        <div key={width} className={cx('flex items-center gap-3 px-2', className)}>
          <Skeleton className="size-9 rounded-full" />
          <Skeleton className={`h-3.5 ${width}`} />
        </div>
      ))}
    </div>
  );
}

/** No row fits what was typed. */
export function NoRows({ title, body }: { title: string; body: string }) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-12 text-center">
      <p className="said text-message font-medium">{title}</p>
      <p className="text-list text-muted">{body}</p>
    </div>
  );
}
