import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx';
import { Tooltip, type TooltipProps } from './tooltip';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  icon: LucideIcon;
  label: string;
  shortcut?: string;
  side?: TooltipProps['side'];
  current?: boolean;
  /** A little number at the corner, already written out. */
  badge?: string | undefined;
};

/** An icon with its name for everyone: as a tooltip and to assistive technology. */
export function IconButton({ icon: Icon, label, shortcut, side, current, badge, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut} {...(side ? { side } : {})}>
      <button
        {...rest}
        type="button"
        // What is drawn is in its name.
        aria-label={badge === undefined || label.includes(badge) ? label : `${label} ${badge}`}
        aria-current={current === true ? 'page' : undefined}
        className={cx(
          'relative inline-flex size-9 shrink-0 items-center justify-center rounded-control transition-colors ease-out disabled:cursor-default disabled:opacity-55',
          current === true
            ? 'bg-accent-soft text-accent forced-colors:border'
            : 'text-muted enabled:hover:bg-hover enabled:hover:text-text',
          className,
        )}
      >
        <Icon aria-hidden size={18} strokeWidth={1.75} />
        {badge !== undefined && (
          <span
            aria-hidden
            className="absolute -top-0.5 -right-1 min-w-4 rounded-full bg-accent px-1 text-center text-[10px] leading-4 font-semibold text-on-accent tabular-nums"
          >
            {badge}
          </span>
        )}
      </button>
    </Tooltip>
  );
}
