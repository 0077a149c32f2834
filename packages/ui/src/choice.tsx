import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
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

/** A few options side by side, one chosen: arrow keys move, as in any radio group. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, value, options, onChange, hint, disabled = false, fitted = false, hidesLabel = false } = props;
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={id} className={hidesLabel ? 'sr-only' : 'text-meta font-medium text-muted'}>
        {label}
      </span>
      <RadioGroup
        aria-labelledby={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        value={value}
        disabled={disabled}
        onValueChange={(next: T) => onChange(next)}
        className={cx(
          'grid grid-flow-col gap-0.5 rounded-control bg-bg p-0.5',
          fitted ? 'auto-cols-auto' : 'auto-cols-fr',
        )}
      >
        {options.map((option) => (
          <Radio.Root
            key={option.value}
            value={option.value}
            className={cx(
              'flex min-h-7 items-center justify-center rounded-[5px] py-1 text-center text-muted transition-colors ease-out data-checked:bg-accent-soft data-checked:font-medium data-checked:text-accent forced-colors:data-checked:border',
              fitted ? 'px-1.5 text-meta' : 'px-2 text-list',
              disabled ? 'cursor-default opacity-55' : 'cursor-pointer hover:text-text',
            )}
          >
            {option.label}
          </Radio.Root>
        ))}
      </RadioGroup>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-meta text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
