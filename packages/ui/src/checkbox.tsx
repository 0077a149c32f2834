import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import { useId } from 'react';
import { cx } from './cx';

export type CheckboxProps = {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Some of what it stands for, not all. */
  mixed?: boolean;
  disabled?: boolean;
};

/** One of many that can be chosen together, or a consent; what takes hold at once is a switch. */
export function Checkbox({ label, checked, onChange, mixed = false, disabled = false }: CheckboxProps) {
  const id = useId();
  const Mark = mixed ? Minus : Check;
  return (
    <label
      className={cx(
        'flex min-h-8 items-center gap-2.5 text-list',
        disabled ? 'text-muted' : 'cursor-pointer text-text',
      )}
    >
      <Base.Root
        checked={checked}
        indeterminate={mixed}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next)}
        aria-labelledby={id}
        className="inline-flex size-[18px] shrink-0 cursor-pointer items-center justify-center rounded-[4px] border border-edge bg-surface text-on-accent transition-colors ease-out data-checked:border-accent data-checked:bg-accent data-disabled:cursor-default data-disabled:opacity-55 data-indeterminate:border-accent data-indeterminate:bg-accent"
      >
        <Base.Indicator className="flex forced-colors:text-[ButtonText]">
          <Mark aria-hidden size={14} strokeWidth={2.5} />
        </Base.Indicator>
      </Base.Root>
      <span id={id} className="said min-w-0">
        {label}
      </span>
    </label>
  );
}
