import type { ReactNode } from 'react';
import { cx } from './cx';
import { initialsOf, tintOf } from './person-mark';

const sizes = {
  xs: 'size-6 text-[10px]',
  sm: 'size-7 text-[11px]',
  md: 'size-9 text-[13px]',
  lg: 'size-10 text-[14px]',
  xl: 'size-16 text-[22px]',
} as const;

const grounds = { surface: 'border-surface', bg: 'border-bg', raised: 'border-raised' } as const;

export type PresenceMark = 'online' | 'away' | 'dnd';

export type AvatarProps = {
  id: string;
  name: string;
  size?: keyof typeof sizes;
  /** Draws the dot: full, hollow or with a bar, so that colour alone says nothing. Leave it out where nobody knows. */
  presence?: PresenceMark | null | undefined;
  /** What it stands on: the dot is set apart from the picture by it. */
  on?: keyof typeof grounds;
  /** A group: not a face. */
  square?: boolean;
  /** Chosen by people: a ground of the palette, and what stands on it instead of the initials. */
  tint?: number | undefined;
  mark?: ReactNode;
};

/** A person as initials on a tint of their own. Decorative: the name stands beside it. */
export function Avatar(props: AvatarProps) {
  const { id, name, size = 'lg', presence, on = 'surface', square = false, tint, mark } = props;
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
      {presence && <Dot presence={presence} ground={grounds[on]} />}
    </span>
  );
}

function Dot({ presence, ground }: { presence: PresenceMark; ground: string }) {
  return (
    <span
      data-presence={presence}
      className={cx('absolute -right-0.5 -bottom-0.5 size-3.5 rounded-full border-2 bg-surface', ground)}
    >
      {presence === 'online' && <span className="block size-full rounded-full bg-ok forced-colors:bg-[Highlight]" />}
      {presence === 'away' && <span className="block size-full rounded-full border-2 border-warn" />}
      {presence === 'dnd' && (
        <span className="flex size-full items-center justify-center rounded-full bg-danger forced-colors:bg-[CanvasText]">
          <span className="h-0.5 w-1.5 rounded-full bg-on-danger forced-colors:bg-[Canvas]" />
        </span>
      )}
    </span>
  );
}
