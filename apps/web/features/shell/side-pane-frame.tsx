import { IconButton, KEYS } from '@parley/ui';
import { ArrowLeft, X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import { SIDE_PANE } from './side-pane';

type Props = { title: string; closeLabel: string; onClose: () => void; children: ReactNode };

/** The details of a chat: beside it, over it where there is no room. */
export function SidePaneFrame({ title, closeLabel, onClose, children }: Props) {
  const pane = useRef<HTMLElement>(null);
  usePaneFocus(pane, onClose);
  return (
    <aside ref={pane} tabIndex={-1} aria-label={title} className={SIDE_PANE}>
      <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line px-2 panes:pr-2 panes:pl-4">
        <CloseButton label={closeLabel} onClose={onClose} icon={ArrowLeft} className="panes:hidden" />
        <h2 className="flex-1 text-message font-semibold">{title}</h2>
        <CloseButton label={closeLabel} onClose={onClose} icon={X} className="max-panes:hidden" />
      </header>
      {children}
    </aside>
  );
}

function CloseButton(props: { label: string; onClose: () => void; icon: typeof X; className: string }) {
  const { label, onClose, icon, className } = props;
  return (
    <IconButton
      icon={icon}
      label={label}
      shortcut={KEYS.escape}
      side="bottom"
      className={className}
      onClick={onClose}
    />
  );
}

/**
 * The focus goes into the pane when it opens, to the pane itself: on the first button it would open a tooltip, and Escape
 * would close that. Dialogs and menus of the pane stand elsewhere in the document, so their Escape does not end here.
 */
function usePaneFocus(pane: RefObject<HTMLElement | null>, onClose: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) onClose();
  });
  useEffect(() => {
    const element = pane.current;
    element?.focus();
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, [pane]);
}
