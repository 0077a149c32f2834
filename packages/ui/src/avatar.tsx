import type { ReactNode } from 'react';
import { cx } from './cx';
import { initialsOf, tintOf } from './person-mark';

const sizes = {
  xs: 'size-6 text-[10px]',
  sm: 'size-7 text-[11px]',
  md: 'size-9 text-[13px]',
  lg: 'size-10 text-[14px]',
} as const;

export type AvatarProps = {
  id: string;
  name: string;
  size?: keyof typeof sizes;
  /** Draws the presence dot; leave it out where nobody knows. */
  online?: boolean;
  /** A group: not a face. */
  square?: boolean;
  /** Chosen by people: a ground of the palette, and what stands on it instead of the initials. */
  tint?: number | undefined;
  mark?: ReactNode;
};

/** A person as initials on a tint of their own. Decorative: the name stands beside it. */
export function Avatar({ id, name, size = 'lg', online, square = false, tint, mark }: AvatarProps) {
  return (
    <span aria-hidden className="relative inline-flex shrink-0 select-none">
      <span
        data-tint={tint ?? tintOf(id)}
        className={cx(
          'inline-flex items-center justify-center overflow-hidden font-medium whitespace-nowrap forced-colors:border',
          square ? 'rounded-card' : 'rounded-full',
          sizes[size],
        )}
      >
        {mark ?? initialsOf(name)}
      </span>
      {online === true && (
        <span className="absolute -right-0.5 -bottom-0.5 size-3 rounded-full border-2 border-surface bg-ok forced-colors:bg-[Highlight]" />
      )}
    </span>
  );
}
