import type { Timeline } from '@parley/sdk';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { TimelineRow } from './rows';

const MARKED_MS = 2_000;
/** Who waits longer for a page has gone on reading, and must not be torn away. */
const PATIENCE_MS = 5_000;

export type Jump = {
  readonly jumpTo: (seq: number) => void;
  /** The message that was jumped to a moment ago. */
  readonly marked: number | null;
};

/** To a message, wherever it is: its page is loaded first, and it is marked for a moment. */
export function useJump(
  virtual: Virtualizer<HTMLDivElement, Element>,
  rows: readonly TimelineRow[],
  timeline: Timeline,
): Jump {
  const [target, setTarget] = useState<number | null>(null);
  const reached = useRef(false);
  const index = target === null ? -1 : rows.findIndex((row) => row.kind === 'message' && row.message.seq === target);
  const here = index !== -1;
  useLayoutEffect(() => {
    if (!here || reached.current) return;
    reached.current = true;
    virtual.scrollToIndex(index, { align: 'center' });
  }, [virtual, here, index]);
  useEffect(() => {
    if (target === null) return;
    const timer = setTimeout(() => setTarget(null), here ? MARKED_MS : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [target, here]);
  const jumpTo = useCallback(
    (seq: number): void => {
      reached.current = false;
      setTarget(seq);
      void timeline.loadAround(seq);
    },
    [timeline],
  );
  return { jumpTo, marked: target };
}
