import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export type TabsProps<T extends string> = {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly { value: T; label: string; panel: ReactNode }[];
};

/** Parts of one thing, one of them shown: arrow keys move between the names. */
export function Tabs<T extends string>({ label, value, onChange, tabs }: TabsProps<T>) {
  return (
    <Base.Root value={value} onValueChange={(next: T) => onChange(next)} className="flex min-h-0 flex-col">
      <Base.List aria-label={label} activateOnFocus className="flex gap-4 overflow-x-auto border-b border-line px-1">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px h-9 shrink-0 cursor-pointer border-b-2 border-transparent text-list whitespace-nowrap text-muted transition-colors ease-out hover:text-text focus-visible:-outline-offset-2 data-active:border-accent data-active:font-medium data-active:text-text forced-colors:border-[Canvas] forced-colors:data-active:border-[Highlight]"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="min-h-0 flex-1 pt-3">
          {tab.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
