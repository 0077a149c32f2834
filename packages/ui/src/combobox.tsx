import { Autocomplete as Base } from '@base-ui/react/autocomplete';
import type { ReactNode } from 'react';

export type ComboboxProps<T> = {
  label: string;
  query: string;
  onQuery: (query: string) => void;
  /** What was found for it; null: still looked for. */
  items: readonly T[] | null;
  keyOf: (item: T) => string;
  nameOf: (item: T) => string;
  onChoose: (item: T) => void;
  /** Said instead of a list: nothing found, looking, or why it can't be looked for. */
  told?: string | undefined;
  draw?: (item: T) => ReactNode;
};

/** Typed into, with what fits below: the focus stays in the field while the arrow keys walk the list. */
export function Combobox<T>(props: ComboboxProps<T>) {
  const { label, query, onQuery, items, nameOf, told } = props;
  return (
    <Base.Root
      items={items ?? []}
      mode="none"
      autoHighlight
      value={query}
      onValueChange={(next, details) => details.reason !== 'item-press' && onQuery(next)}
      itemToStringValue={nameOf}
    >
      <Base.Input
        aria-label={label}
        placeholder={label}
        spellCheck={false}
        className="h-9 w-full rounded-control border border-edge bg-surface px-3 text-list text-text placeholder:text-faint"
      />
      <Base.Portal>
        <Base.Positioner sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup
            aria-busy={items === null}
            className="max-h-[min(360px,var(--available-height))] w-(--anchor-width) overflow-y-auto rounded-card border border-line bg-raised p-1 text-text shadow-raised transition-opacity ease-out data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <Base.Status className="text-list text-muted not-empty:px-3 not-empty:py-2">{told}</Base.Status>
            <Found {...props} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Found<T>({ keyOf, nameOf, onChoose, draw }: ComboboxProps<T>) {
  return (
    <Base.List>
      {(item: T) => (
        <Base.Item
          key={keyOf(item)}
          value={item}
          onClick={() => onChoose(item)}
          className="flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-3 text-list outline-none select-none data-highlighted:bg-hover forced-colors:data-highlighted:border"
        >
          {draw ? draw(item) : <span className="said min-w-0">{nameOf(item)}</span>}
        </Base.Item>
      )}
    </Base.List>
  );
}
