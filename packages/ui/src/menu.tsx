import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { hasMoved, MENU_POPUP, MenuItems, type MenuItem, type MenuItemsProps } from './menu-items';

export type MenuProps<T extends MenuItem> = MenuItemsProps<T> & {
  trigger: ReactElement<Record<string, unknown>>;
  /** With onOpenChange: opened by something else than its button, too. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** What has the focus afterwards, where the button can't be seen then. */
  finalFocus?: () => HTMLElement | null;
};

/** Acts on one thing, behind one button: arrow keys, first letters, Enter; Escape gives the focus back. */
export function Menu<T extends MenuItem>({ trigger, items, onChoose, finalFocus, ...opened }: MenuProps<T>) {
  return (
    <Base.Root modal={false} {...opened}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side="bottom" align="end" sideOffset={4} collisionPadding={8} className="z-40">
          <Base.Popup {...(finalFocus ? { finalFocus: () => !hasMoved() && finalFocus() } : {})} className={MENU_POPUP}>
            <MenuItems items={items} onChoose={onChoose} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
