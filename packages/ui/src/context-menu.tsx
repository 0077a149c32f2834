import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement } from 'react';
import { hasMoved, MENU_POPUP, MenuItems, type MenuItem, type MenuItemsProps } from './menu-items';

export type ContextMenuProps<T extends MenuItem> = MenuItemsProps<T> & {
  /** What it is about: one element that takes a ref. */
  children: ReactElement<Record<string, unknown>>;
  /** What has the focus afterwards, where what had it may be gone. */
  finalFocus?: () => HTMLElement | null;
};

/** The acts on one thing where the pointer is: by the right button, a long press, Shift+F10 and the menu key. */
export function ContextMenu<T extends MenuItem>({ items, onChoose, children, finalFocus }: ContextMenuProps<T>) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner collisionPadding={8} className="z-40">
          <Base.Popup {...(finalFocus ? { finalFocus: () => !hasMoved() && finalFocus() } : {})} className={MENU_POPUP}>
            <MenuItems items={items} onChoose={onChoose} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
