import { type KeyboardEvent, type MouseEvent, type ReactElement, useId, useRef, useState } from 'react';
import { LaterPart } from './later';
import type { MenuItem, MenuItemsProps } from './menu-items';
import { menuPart } from './menu-part';
import { withProps } from './merge-props';

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
  const button = useRef<HTMLElement>(null);
  const id = useId();
  const [isOpened, setOpened] = useState(false);
  const open = opened.open ?? isOpened;
  const [begins, setBegins] = useState<'first' | 'last' | null>(null);
  const show = (next: boolean, by: 'first' | 'last' | null = null): void => {
    setBegins(by);
    setOpened(next);
    opened.onOpenChange?.(next);
  };
  return (
    <>
      {withProps(trigger, {
        ref: button,
        id,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        'data-popup-open': open ? '' : undefined,
        onPointerEnter: menuPart.preload,
        onFocus: menuPart.preload,
        // No pointer pressed it: a key did, or a screen reader.
        onClick: ({ detail }: MouseEvent) => show(!open, detail === 0 ? 'first' : null),
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          show(true, event.key === 'ArrowDown' ? 'first' : 'last');
        },
      })}
      <LaterPart
        part={menuPart}
        wanted={open}
        with={{
          items,
          open,
          anchor: button,
          onChoose: (item) => onChoose(item as T),
          onClose: () => show(false),
          opener: () => button.current,
          finalFocus: finalFocus ?? (() => button.current),
          buttonId: id,
          begins,
        }}
      />
    </>
  );
}
