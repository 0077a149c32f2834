import { useId, type ComponentProps } from 'react';
import { cx } from './cx';

export type TextFieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  label: string;
  hint?: string | undefined;
  /** What is wrong and what to do; replaces the hint. */
  error?: string | undefined;
};

/** Label above, hint or error below; the line below keeps its place so that nothing jumps when an error comes. */
export function TextField({ label, hint, error, className, ...rest }: TextFieldProps) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-list font-medium text-text">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        className={cx(
          'h-10 w-full rounded-control border bg-surface px-3 text-message text-text placeholder:text-faint',
          error === undefined ? 'border-edge' : 'border-danger',
        )}
      />
      <p
        id={`${id}-below`}
        role={error === undefined ? undefined : 'alert'}
        className={cx('-mb-0.5 min-h-4 text-meta', error === undefined ? 'text-muted' : 'text-danger')}
      >
        {below}
      </p>
    </div>
  );
}
