import { useId, type ComponentProps } from 'react';
import { cx } from './cx';

export type TextFieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  label: string;
  hint?: string | undefined;
  /** What is wrong and what to do; replaces the hint. */
  error?: string | undefined;
};

/** Label above, hint below; what is wrong takes the place of the hint. */
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
          'h-10 w-full rounded-control border bg-surface px-3 text-message text-text placeholder:text-faint disabled:bg-bg disabled:text-muted',
          error === undefined ? 'border-edge' : 'border-danger',
        )}
      />
      {below !== undefined && (
        <p
          id={`${id}-below`}
          role={error === undefined ? undefined : 'alert'}
          className={cx('text-meta', error === undefined ? 'text-muted' : 'text-danger')}
        >
          {below}
        </p>
      )}
    </div>
  );
}
