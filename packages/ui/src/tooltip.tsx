import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

/**
 * Around every page. Shares the delay, so that moving along a row of icons shows each label at once; and keeps the parts
 * from writing `<style>` elements, which the policy of the pages refuses.
 */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <Base.Provider delay={500} closeDelay={0}>
        {children}
      </Base.Provider>
    </CSPProvider>
  );
}

export type TooltipProps = {
  label: string;
  /** The key that does the same, as printed on the keyboard. */
  shortcut?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactElement<Record<string, unknown>>;
};

/** The visible label of an icon; its accessible name is the icon button's own. */
export function Tooltip({ label, shortcut, side = 'top', children }: TooltipProps) {
  return (
    // Escape is also for what the icon stands in, which it would reach only when pressed again.
    <Base.Root onOpenChange={(_open, details) => details.reason === 'escape-key' && details.allowPropagation()}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="flex items-center gap-2 rounded-control bg-text px-2 py-1 text-meta font-medium text-surface transition-opacity ease-out data-ending-style:opacity-0 data-starting-style:opacity-0 forced-colors:border">
            {label}
            {shortcut !== undefined && <kbd className="font-sans opacity-75">{shortcut}</kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
