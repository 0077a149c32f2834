import { Menu as Base } from '@base-ui/react/menu';
import { type ComponentProps, type FocusEvent, useEffect, useRef } from 'react';
import { hasMoved, MENU_POPUP, MenuItems, type MenuItem, type MenuItemsProps } from './menu-items';

export type MenuLayerProps<T extends MenuItem> = MenuItemsProps<T> & {
  open: boolean;
  onClose: () => void;
  anchor: ComponentProps<typeof Base.Positioner>['anchor'];
  /** What opens it: pressed while the menu is open, it closes it itself. */
  opener: () => Element | null;
  finalFocus: () => HTMLElement | null;
  /** Opened by a key: the item that has the focus then. */
  begins?: 'first' | 'last' | null;
  /** Of the button that it stands beside; else it stands where the pointer is. */
  buttonId?: string;
};

/** The menu itself, beside what opened it. */
export function MenuLayer<T extends MenuItem>(props: MenuLayerProps<T>) {
  const { items, onChoose, open, onClose, anchor, opener, finalFocus, buttonId, begins = null } = props;
  const onFocus = useBeginning(open, begins);
  return (
    <Base.Root
      modal={false}
      open={open}
      onOpenChange={(next, { reason, event }) => {
        const isOpener = event.target instanceof Node && opener()?.contains(event.target) === true;
        if (!next && !(reason === 'outside-press' && isOpener)) onClose();
      }}
    >
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          side="bottom"
          align={buttonId === undefined ? 'start' : 'end'}
          sideOffset={buttonId === undefined ? 0 : 4}
          collisionPadding={8}
          className="z-40"
        >
          <Base.Popup
            {...(buttonId === undefined ? {} : { 'aria-labelledby': buttonId })}
            onFocus={onFocus}
            onKeyDown={({ key }) => {
              if (key !== 'Tab') return;
              // On from what opened it, where the focus would have gone without a menu.
              finalFocus()?.focus();
              onClose();
            }}
            finalFocus={() => (hasMoved() ? false : finalFocus())}
            className={MENU_POPUP}
          >
            <MenuItems items={items} onChoose={onChoose} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The menu gets the focus when it opens, and hands it on once. */
function useBeginning(open: boolean, begins: 'first' | 'last' | null): (event: FocusEvent<HTMLElement>) => void {
  const begun = useRef(false);
  useEffect(() => {
    if (!open) begun.current = false;
  }, [open]);
  return ({ target, currentTarget }) => {
    if (begins === null || begun.current || target !== currentTarget) return;
    begun.current = true;
    const items = [...currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]:not([data-disabled])')];
    items.at(begins === 'first' ? 0 : -1)?.focus();
  };
}
