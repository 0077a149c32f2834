import type { ChatRow } from '@parley/sdk';
import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import { inHeldOrder } from './held-order';

/** A pointer that rests is not about to press. */
const RESTS_MS = 2_000;

type Held = {
  readonly rows: readonly ChatRow[];
  readonly handlers: { onPointerMove: (event: PointerEvent) => void; onPointerLeave: () => void };
};

/** What is pressed is what was aimed at: while a mouse moves over the list no row changes its place. */
export function useHeldOrder(items: readonly ChatRow[]): Held {
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = (): void => {
    clearTimeout(rest.current);
    setHeld(null);
  };
  useEffect(() => () => clearTimeout(rest.current), []);
  const rows = useMemo(() => (held === null ? items : inHeldOrder(held, items)), [held, items]);
  const onPointerMove = ({ pointerType }: PointerEvent): void => {
    if (pointerType !== 'mouse') return;
    clearTimeout(rest.current);
    rest.current = setTimeout(release, RESTS_MS);
    if (held === null) setHeld(items.map(({ conversationId }) => conversationId));
  };
  return { rows, handlers: { onPointerMove, onPointerLeave: release } };
}
