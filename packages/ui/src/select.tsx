import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { cx } from './cx';

export type SelectProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  /** The label stands before it, in a form of short lines. */
  inline?: boolean;
  disabled?: boolean;
};

/**
 * One of more than fit side by side. The browser's own list: a phone shows its wheel, first letters lead through hundreds of
 * options, and it weighs nothing where a list of our own is 11 KB of script.
 */
export function Select<T extends string>(props: SelectProps<T>) {
  const { label, value, options, onChange, inline = false, disabled = false } = props;
  const id = useId();
  return (
    <div className={inline ? 'flex items-center gap-3' : 'flex flex-col gap-1'}>
      <label htmlFor={id} className={cx('text-list', inline ? 'shrink-0 text-muted' : 'font-medium text-text')}>
        {label}
      </label>
      <span className={cx('relative flex min-w-0', inline && 'flex-1')}>
        <select
          id={id}
          value={value}
          disabled={disabled}
          onChange={({ target }) => {
            const chosen = options.find((option) => option.value === target.value);
            if (chosen) onChange(chosen.value);
          }}
          className={cx(
            'w-full min-w-0 cursor-pointer appearance-none truncate rounded-control border border-edge bg-surface pr-9 pl-3 text-text hover:bg-hover disabled:cursor-default disabled:bg-bg disabled:text-muted',
            inline ? 'h-9 text-list' : 'h-10 text-message',
          )}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          size={18}
          strokeWidth={1.75}
          className="pointer-events-none absolute inset-y-0 right-2.5 my-auto text-muted"
        />
      </span>
    </div>
  );
}
