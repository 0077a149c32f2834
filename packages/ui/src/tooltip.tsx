import { CSPProvider } from '@base-ui/react/csp-provider';
import { type PointerEvent, type ReactElement, type ReactNode, type SyntheticEvent, useEffect, useId } from 'react';
import { useSyncExternalStore } from 'react';
import { Later, LaterPart } from './later';
import { withProps } from './merge-props';
import { tooltip, type ShownTooltip } from './tooltip-state';

const layer = new Later(async () => (await import('./tooltip-layer')).TooltipLayer);

/**
 * Around every page: holds the one label that is shown, so that moving along a row of icons shows each at once; and keeps the parts
 * from writing `<style>` elements, which the policy of the pages refuses.
 */
export function TooltipProvider({ children }: { children: ReactNode }) {
  const shown = useSyncExternalStore(tooltip.subscribe, tooltip.getSnapshot, () => null);
  return (
    <CSPProvider disableStyleElements>
      {children}
      <LaterPart part={layer} wanted={shown !== null} with={{ shown }} />
    </CSPProvider>
  );
}

export type TooltipProps = {
  label: string;
  /** The key that does the same, as printed on the keyboard. */
  shortcut?: string | undefined;
  side?: ShownTooltip['side'];
  children: ReactElement<Record<string, unknown>>;
};

/** The visible label of an icon; its accessible name is the icon button's own. What draws it comes with the first pointer or focus. */
export function Tooltip({ label, shortcut, side = 'top', children }: TooltipProps) {
  const id = useId();
  useEffect(() => () => tooltip.hide(id), [id]);
  const of = (anchor: Element): ShownTooltip => ({ id, anchor, label, shortcut, side });
  return withProps(children, {
    onPointerEnter: (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      layer.preload();
      tooltip.point(of(event.currentTarget));
    },
    onPointerLeave: tooltip.leave,
    // What is pressed needs no label any more.
    onPointerDown: () => tooltip.hide(),
    onClick: () => tooltip.hide(),
    onFocus: ({ currentTarget }: SyntheticEvent) => {
      if (currentTarget.matches(':focus-visible')) tooltip.show(of(currentTarget));
    },
    onBlur: () => tooltip.hide(id),
  });
}
