import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { Fragment, useState, type ReactNode, type RefObject } from 'react';
import { useFirstOpened } from './first-opened';
import { IconButton } from './icon-button';
import { KEYS } from './keys';

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  closeLabel: string;
  initialFocus?: RefObject<HTMLElement | null>;
  /** It is gone, and the focus is back where it was. */
  onClosed?: () => void;
  children: ReactNode;
};

/** A sheet over the page: focus stays inside, Escape and the scrim close it, focus goes back to where it was. */
export function Dialog({ open, onOpenChange, title, closeLabel, initialFocus, onClosed, children }: DialogProps) {
  // Opened again while it still fades, it begins anew: what was typed before is gone, as after any closing.
  const [seen, setSeen] = useState({ open, times: 0 });
  if (seen.open !== open) setSeen({ open, times: seen.times + Number(open) });
  const shown = useFirstOpened(open);
  if (!shown.drawn) return null;
  return (
    <Base.Root
      open={shown.open}
      onOpenChange={(next) => onOpenChange(next)}
      onOpenChangeComplete={(isOpen) => !isOpen && onClosed?.()}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity ease-out data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          {...(initialFocus ? { initialFocus } : {})}
          className="fixed inset-x-0 top-[12vh] z-40 mx-auto flex max-h-[76vh] w-[min(480px,calc(100vw-32px))] flex-col overflow-hidden rounded-card border border-line bg-raised text-text shadow-raised transition-[opacity,scale] ease-out data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0"
        >
          <div className="flex items-center justify-between gap-2 py-2 pr-2 pl-4">
            <Base.Title className="text-message font-semibold">{title}</Base.Title>
            <IconButton
              icon={X}
              label={closeLabel}
              shortcut={KEYS.escape}
              side="left"
              onClick={() => onOpenChange(false)}
            />
          </div>
          <Fragment key={seen.times}>{children}</Fragment>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
