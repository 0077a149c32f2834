import { Tooltip as Base } from '@base-ui/react/tooltip';
import { useState } from 'react';
import { tooltip, type ShownTooltip } from './tooltip-state';

/** Draws the label beside its icon; what was shown stays drawn while it fades. */
export function TooltipLayer({ shown }: { shown: ShownTooltip | null }) {
  const [last, setLast] = useState(shown);
  if (shown !== null && shown !== last) setLast(shown);
  if (last === null) return null;
  return (
    <Base.Root
      open={shown !== null}
      onOpenChange={(open, details) => {
        // Escape is also for what the icon stands in, which it would reach only when pressed again.
        if (details.reason === 'escape-key') details.allowPropagation();
        if (!open) tooltip.hide();
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={last.anchor} side={last.side} sideOffset={6} className="z-50">
          <Base.Popup
            onPointerEnter={tooltip.keep}
            onPointerLeave={tooltip.leave}
            className="flex items-center gap-2 rounded-control bg-text px-2 py-1 text-meta font-medium text-surface transition-opacity ease-out data-ending-style:opacity-0 data-starting-style:opacity-0 forced-colors:border"
          >
            {last.label}
            {last.shortcut !== undefined && <kbd className="font-sans opacity-75">{last.shortcut}</kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
