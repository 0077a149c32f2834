import { Switch as Base } from '@base-ui/react/switch';
import { useId } from 'react';
import { cx } from './cx';

export type SwitchProps = {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** What it means, or why it can't be turned. */
  hint?: string | undefined;
  disabled?: boolean;
};

/** On or off, and it takes hold at once. The whole line can be pressed; the knob's place says it without colour. */
export function Switch({ label, checked, onChange, hint, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label
        className={cx(
          'flex min-h-8 items-center justify-between gap-4 text-list',
          disabled ? 'text-muted' : 'cursor-pointer text-text',
        )}
      >
        <span id={id} className="said min-w-0">
          {label}
        </span>
        <Base.Root
          checked={checked}
          disabled={disabled}
          onCheckedChange={(next) => onChange(next)}
          aria-labelledby={id}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          className="inline-flex h-5 w-9 shrink-0 cursor-pointer items-center rounded-full border border-edge bg-surface p-px transition-colors ease-out data-checked:border-accent data-checked:bg-accent data-disabled:cursor-default data-disabled:opacity-55"
        >
          <Base.Thumb className="size-4 rounded-full bg-muted transition-[translate] ease-out data-checked:translate-x-4 data-checked:bg-on-accent forced-colors:bg-[ButtonText] forced-colors:data-checked:bg-[ButtonText]" />
        </Base.Root>
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-meta text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
