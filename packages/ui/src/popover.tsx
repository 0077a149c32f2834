import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx';

export type PopoverProps = {
  trigger: ReactElement<Record<string, unknown>>;
  title: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  align?: 'start' | 'center' | 'end';
  /** Given together when whoever uses it closes it. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Holds a form: as high as the screen lets it. */
  tall?: boolean;
  /** What has the focus afterwards, if it is not what opened it. */
  finalFocus?: () => HTMLElement | null;
  children: ReactNode;
};

/** A small raised surface beside what opened it. */
export function Popover({ side = 'right', align = 'end', tall = false, ...props }: PopoverProps) {
  const { trigger, title, open, onOpenChange, finalFocus, children } = props;
  const control = open === undefined ? {} : { open, onOpenChange: (next: boolean) => onOpenChange?.(next) };
  return (
    <Base.Root {...control}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={8} collisionPadding={8} className="z-40">
          <Base.Popup
            {...(finalFocus && { finalFocus })}
            className={cx(
              tall ? 'max-h-[min(640px,86dvh)]' : 'max-h-[min(480px,70dvh)]',
              'flex w-72 max-w-[calc(100vw-16px)] flex-col gap-4 rounded-card border border-line bg-raised p-4 text-text shadow-raised transition-opacity ease-out data-ending-style:opacity-0 data-starting-style:opacity-0',
            )}
          >
            <Base.Title className="text-message font-semibold">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
