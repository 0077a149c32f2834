import { useId } from 'react';
import { cx } from './cx';

export type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  /** What it means, or why nothing can be chosen. */
  hint?: string | undefined;
  disabled?: boolean;
  /** As wide each as its word, where there is little room. */
  fitted?: boolean;
  /** Where the heading above says it already. */
  hidesLabel?: boolean;
};

/** A few options side by side, one chosen: the browser's own radio buttons, drawn as one. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, value, options, onChange, hint, disabled = false, fitted = false, hidesLabel = false } = props;
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={id} className={hidesLabel ? 'sr-only' : 'text-meta font-medium text-muted'}>
        {label}
      </span>
      <div
        role="radiogroup"
        aria-labelledby={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className={cx(
          'grid grid-flow-col gap-0.5 rounded-control bg-bg p-0.5',
          fitted ? 'auto-cols-auto' : 'auto-cols-fr',
        )}
      >
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'relative flex min-h-7 items-center justify-center rounded-[5px] py-1 text-center text-muted transition-colors ease-out has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
              fitted ? 'px-1.5 text-meta' : 'px-2 text-list',
              disabled ? 'opacity-55' : 'hover:text-text',
            )}
          >
            {/* Over its whole field: what is pressed is the radio itself. */}
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              disabled={disabled}
              onChange={() => onChange(option.value)}
              className={cx(
                'absolute inset-0 m-0 appearance-none outline-none forced-colors:rounded-[5px] forced-colors:border forced-colors:checked:border-2',
                disabled ? 'cursor-default' : 'cursor-pointer',
              )}
            />
            {option.label}
          </label>
        ))}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-meta text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
