import type { ComponentProps } from 'react';
import { cx } from './cx';

const kinds = {
  primary: 'bg-accent text-on-accent hover:bg-[color-mix(in_oklch,var(--accent)_88%,var(--text))]',
  plain: 'bg-surface text-text border border-edge hover:bg-hover',
  quiet: 'text-muted hover:bg-hover hover:text-text',
  danger: 'bg-danger text-on-danger hover:bg-[color-mix(in_oklch,var(--danger)_88%,var(--text))]',
  link: 'text-accent underline-offset-2 hover:underline !px-0',
  'danger-link': 'text-danger underline-offset-2 hover:underline !px-0',
} as const;

const sizes = { sm: 'h-7 px-2.5 text-list', md: 'h-9 px-4 text-list', text: 'text-meta' } as const;

export type ButtonProps = ComponentProps<'button'> & { kind?: keyof typeof kinds; size?: keyof typeof sizes };

/**
 * A button says its verb. `type` is button unless told otherwise, so that none submits a form by accident. Disabled, it keeps the
 * focus: whoever pressed it by keyboard is still there when the answer comes.
 */
export function Button(props: ButtonProps) {
  const { kind = 'plain', size = 'md', type = 'button', className, disabled, onClick, ...rest } = props;
  const isOff = disabled === true || rest['aria-disabled'] === true;
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isOff || undefined}
      onClick={(event) => {
        if (!isOff) return onClick?.(event);
        // Of a form, either.
        event.preventDefault();
        event.stopPropagation();
      }}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap',
        'transition-colors ease-out aria-disabled:cursor-default aria-disabled:opacity-55 forced-colors:border',
        kinds[kind],
        sizes[size],
        className,
      )}
    />
  );
}
