import { type KeyboardEvent, type MouseEvent, type ReactElement, type TouchEvent, useMemo, useState } from 'react';
import { LaterPart } from './later';
import { LongPress } from './long-press';
import type { MenuItem, MenuItemsProps } from './menu-items';
import { menuPart } from './menu-part';
import { withProps } from './merge-props';

export type ContextMenuProps<T extends MenuItem> = MenuItemsProps<T> & {
  /** What it is about: one element that takes a ref. */
  children: ReactElement<Record<string, unknown>>;
  /** What has the focus afterwards, where what had it may be gone. */
  finalFocus?: () => HTMLElement | null;
};

type Shown = {
  readonly x: number;
  readonly y: number;
  readonly before: HTMLElement | null;
  readonly begins: 'first' | null;
};

/** The acts on one thing where the pointer is: by the right button, a long press, Shift+F10 and the menu key. */
export function ContextMenu<T extends MenuItem>({ items, onChoose, children, finalFocus }: ContextMenuProps<T>) {
  const [shown, setShown] = useState<Shown>({ x: 0, y: 0, before: null, begins: null });
  const [open, setOpen] = useState(false);
  const [press] = useState(() => new LongPress());
  // A key opens it, so its first item has the focus, as in every menu of the system.
  const [isByKey, setByKey] = useState(false);
  const anchor = useMemo(() => ({ getBoundingClientRect: () => DOMRect.fromRect(shown) }), [shown]);
  const show = ({ clientX: x, clientY: y }: { clientX: number; clientY: number }): void => {
    const { activeElement: active } = document;
    setShown({
      x,
      y,
      before: active instanceof HTMLElement ? active : null,
      begins: isByKey ? 'first' : null,
    });
    setOpen(true);
  };
  return (
    <>
      {withProps(children, {
        onPointerEnter: menuPart.preload,
        onFocus: menuPart.preload,
        onPointerDown: () => setByKey(false),
        onKeyDown: ({ key, shiftKey }: KeyboardEvent) => setByKey(key === 'ContextMenu' || (key === 'F10' && shiftKey)),
        onContextMenu: (event: MouseEvent) => {
          event.preventDefault();
          event.stopPropagation();
          show(event);
        },
        onTouchStart: ({ touches }: TouchEvent) => press.start(Array.from(touches), show),
        onTouchMove: ({ touches }: TouchEvent) => press.move(Array.from(touches)),
        onTouchEnd: press.end,
        onTouchCancel: press.end,
      })}
      <LaterPart
        part={menuPart}
        wanted={open}
        with={{
          items,
          open,
          anchor,
          onChoose: (item) => onChoose(item as T),
          onClose: () => setOpen(false),
          opener: () => null,
          begins: shown.begins,
          finalFocus: finalFocus ?? (() => shown.before),
        }}
      />
    </>
  );
}
