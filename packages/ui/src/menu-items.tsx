import { Menu as Base } from '@base-ui/react/menu';
import { ChevronRight, type LucideIcon } from 'lucide-react';
import { cx } from './cx';

export type MenuItem = {
  readonly key: string;
  readonly label: string;
  readonly danger?: boolean;
  readonly icon?: LucideIcon;
  /** The key that does the same, as printed on the keyboard. */
  readonly shortcut?: string;
  /** A line before it: here another kind of act begins. */
  readonly apart?: boolean;
  readonly disabled?: boolean;
};

/** An act, or several behind one name. */
export type MenuEntry<T extends MenuItem> = T & { readonly items?: readonly T[] };

export type MenuItemsProps<T extends MenuItem> = {
  items: readonly MenuEntry<T>[];
  onChoose: (item: NoInfer<T>) => void;
};

export const MENU_POPUP =
  'flex max-h-(--available-height) min-w-40 max-w-[calc(100vw-16px)] flex-col overflow-y-auto rounded-card border border-line bg-raised p-1 text-text shadow-raised outline-none transition-opacity ease-out data-ending-style:opacity-0 data-starting-style:opacity-0';

const ROW =
  'flex min-h-9 shrink-0 cursor-pointer items-center gap-2.5 rounded-control px-3 text-list outline-none select-none data-disabled:cursor-default data-disabled:opacity-55 data-highlighted:bg-hover data-popup-open:bg-hover forced-colors:data-highlighted:border';

/** What a menu holds, whatever opened it. */
export function MenuItems<T extends MenuItem>({ items, onChoose }: MenuItemsProps<T>) {
  return items.map((item) => [
    item.apart === true && <Base.Separator key={`${item.key}-apart`} className="mx-2 my-1 h-px shrink-0 bg-line" />,
    item.items === undefined ? (
      <Base.Item
        key={item.key}
        disabled={item.disabled === true}
        onClick={() => onChoose(item)}
        className={cx(ROW, item.danger === true && 'text-danger')}
      >
        <Inside item={item} />
      </Base.Item>
    ) : (
      <Base.SubmenuRoot key={item.key}>
        <Base.SubmenuTrigger className={ROW}>
          <Inside item={item} />
          <ChevronRight aria-hidden size={18} strokeWidth={1.75} className="-mr-1 shrink-0 text-muted" />
        </Base.SubmenuTrigger>
        <Base.Portal>
          <Base.Positioner sideOffset={2} collisionPadding={8} className="z-40">
            <Base.Popup className={MENU_POPUP}>
              <MenuItems items={item.items} onChoose={onChoose} />
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.SubmenuRoot>
    ),
  ]);
}

function Inside({ item: { icon: Icon, label, shortcut, danger } }: { item: MenuItem }) {
  return (
    <>
      {Icon && (
        <Icon
          aria-hidden
          size={18}
          strokeWidth={1.75}
          className={cx('-ml-0.5 shrink-0', danger !== true && 'text-muted')}
        />
      )}
      <span className="said min-w-0 flex-1">{label}</span>
      {shortcut !== undefined && (
        <kbd aria-hidden className="shrink-0 pl-4 font-sans text-meta text-muted">
          {shortcut}
        </kbd>
      )}
    </>
  );
}

/** What was chosen has taken the focus to where it is wanted, as a field does that it opens. */
export function hasMoved(): boolean {
  const { activeElement: active, body } = document;
  return active !== null && active !== body && active.closest('[role=menu]') === null;
}
