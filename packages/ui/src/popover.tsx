import { Popover as Base } from '@base-ui/react/popover';
import { type ReactElement, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { cx } from './cx';
import { useFirstOpened } from './first-opened';
import { withProps } from './merge-props';

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
export function Popover({ trigger, ...props }: PopoverProps) {
  const [isOpened, setOpened] = useState(false);
  const [pressed, setPressed] = useState(false);
  const { drawn, open } = useFirstOpened(props.open ?? isOpened);
  const show = (next: boolean): void => {
    setOpened(next);
    props.onOpenChange?.(next);
  };
  if (drawn) return <Surface {...props} trigger={trigger} open={open} onOpenChange={show} takesFocus={pressed} />;
  const onClick = (): void => {
    setPressed(true);
    show(true);
  };
  return withProps(trigger, { 'aria-haspopup': 'dialog', 'aria-expanded': false, onClick });
}

type SurfaceProps = Omit<PopoverProps, 'open' | 'onOpenChange'> & {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The first press was on a button which this one has taken the place of: it takes its focus, too. */
  takesFocus: boolean;
};

function Surface({ side = 'right', align = 'end', tall = false, open, onOpenChange, ...props }: SurfaceProps) {
  const { trigger, title, takesFocus, finalFocus, children } = props;
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (takesFocus) button.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, { event }) => {
        // Nor is that first press one outside of it.
        if (next || !(event.target instanceof Node) || event.target.isConnected) onOpenChange(next);
      }}
    >
      <Base.Trigger ref={button} render={trigger} />
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
