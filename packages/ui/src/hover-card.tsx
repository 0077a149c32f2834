import { PreviewCard as Base } from '@base-ui/react/preview-card';
import type { ReactElement, ReactNode } from 'react';

export type HoverCardProps = {
  /** A link or a button that leads to the whole of what the card shows. */
  trigger: ReactElement<Record<string, unknown>>;
  children: ReactNode;
};

/** A look at what a link leads to, while the pointer or the focus stays on it. It holds nothing that is nowhere else. */
export function HoverCard({ trigger, children }: HoverCardProps) {
  return (
    // Escape is also for what the link stands in.
    <Base.Root onOpenChange={(_open, details) => details.reason === 'escape-key' && details.allowPropagation()}>
      <Base.Trigger render={trigger} delay={400} closeDelay={150} />
      <Base.Portal>
        <Base.Positioner side="top" align="start" sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup className="w-72 max-w-[calc(100vw-16px)] rounded-card border border-line bg-raised p-4 text-list text-text shadow-raised transition-opacity ease-out data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
