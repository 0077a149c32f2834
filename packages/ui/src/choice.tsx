import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';

export type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
};

/** A few options side by side, one chosen: arrow keys move, as in any radio group. */
export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={id} className="text-meta font-medium text-muted">
        {label}
      </span>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={(next: T) => onChange(next)}
        className="grid auto-cols-fr grid-flow-col gap-0.5 rounded-control bg-bg p-0.5"
      >
        {options.map((option) => (
          <Radio.Root
            key={option.value}
            value={option.value}
            className="flex h-7 items-center justify-center rounded-[5px] px-2 text-list text-muted transition-colors ease-out hover:text-text data-checked:bg-accent-soft data-checked:font-medium data-checked:text-accent forced-colors:data-checked:border"
          >
            {option.label}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  );
}
