import { cx } from '@parley/ui';
import type { ReactNode } from 'react';

export type OptionListProps<T> = {
  id: string;
  label: string;
  options: readonly T[];
  active: number;
  keyOf: (option: T) => string;
  onActive: (index: number) => void;
  onPick: (option: T) => void;
  children: (option: T) => ReactNode;
};

export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}

/** Above the field, over the timeline: nothing moves when it opens. The keyboard works in the field. */
export function OptionList<T>(props: OptionListProps<T>) {
  const { id, label, options, active, keyOf, onActive, onPick, children } = props;
  return (
    <div
      role="listbox"
      id={id}
      aria-label={label}
      className="absolute inset-x-0 bottom-full z-20 mb-1 max-h-75 max-w-80 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-raised"
    >
      {options.map((option, index) => (
        <div
          key={keyOf(option)}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerMove={() => onActive(index)}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(option)}
          onKeyDown={(event) => event.key === 'Enter' && onPick(option)}
          className={cx(
            'flex h-9 cursor-pointer items-center gap-2 rounded-control px-2 text-list',
            index === active && 'bg-hover forced-colors:border',
          )}
        >
          {children(option)}
        </div>
      ))}
    </div>
  );
}
