import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { cx } from './cx';

export type MenuItem = { readonly key: string; readonly label: string; readonly danger?: boolean };

export type MenuProps<T extends MenuItem> = {
  trigger: ReactElement<Record<string, unknown>>;
  items: readonly T[];
  onChoose: (item: T) => void;
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
          <Base.Popup
            {...(finalFocus ? { finalFocus: () => !hasMoved() && finalFocus() } : {})}
            className="flex min-w-40 flex-col rounded-card border border-line bg-raised p-1 text-text shadow-raised outline-none transition-opacity ease-out data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {items.map((item) => (
              <Base.Item
                key={item.key}
                onClick={() => onChoose(item)}
                className={cx(
                  'flex min-h-9 cursor-pointer items-center rounded-control px-3 text-list outline-none select-none data-highlighted:bg-hover forced-colors:data-highlighted:border',
                  item.danger === true && 'text-danger',
                )}
              >
                {item.label}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** What was chosen has taken the focus to where it is wanted, as a field does that it opens. */
function hasMoved(): boolean {
  const { activeElement: active, body } = document;
  return active !== null && active !== body && active.closest('[role=menu]') === null;
}
