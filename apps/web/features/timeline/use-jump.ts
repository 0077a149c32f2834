import type { Timeline } from '@parley/sdk';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useState } from 'react';
import type { TimelineRow } from './rows';

const MARKED_MS = 2_000;

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
  const [wanted, setWanted] = useState<number | null>(null);
  const [marked, setMarked] = useState<number | null>(null);
  const index = wanted === null ? -1 : rows.findIndex((row) => row.kind === 'message' && row.message.seq === wanted);
  useLayoutEffect(() => {
    if (wanted === null || index === -1) return;
    virtual.scrollToIndex(index, { align: 'center' });
    setMarked(wanted);
    setWanted(null);
  }, [virtual, wanted, index]);
  useEffect(() => {
    if (marked === null) return;
    const timer = setTimeout(() => setMarked(null), MARKED_MS);
    return () => clearTimeout(timer);
  }, [marked]);
  const jumpTo = useCallback(
    (seq: number): void => {
      setWanted(seq);
      void timeline.loadAround(seq);
    },
    [timeline],
  );
  return { jumpTo, marked };
}
