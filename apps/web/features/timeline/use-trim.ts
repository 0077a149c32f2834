import type { Timeline } from '@parley/sdk';
import { useEffect, useRef } from 'react';
import type { TimelineRow } from './rows';
import type { TimelineScroll } from './use-timeline-scroll';

/** So many messages are drawn from at most: each that comes makes the rows anew, and all of them are in memory. */
const MOST = 400;

/** A day in a busy chat, or years read back in a quiet one: only what is near to what is read stays. */
export function useTrim(
  timeline: Timeline,
  rows: readonly TimelineRow[],
  { virtual, atEnd }: Pick<TimelineScroll, 'virtual' | 'atEnd'>,
): void {
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  const middle = Math.floor((startIndex + endIndex) / 2);
  const before = useRef({ rows, atEnd });
  useEffect(() => {
    // Who was at the end follows what comes: that it is further down by now shows only once it has been scrolled there.
    const follows = atEnd || (before.current.rows !== rows && before.current.atEnd);
    before.current = { rows, atEnd: follows };
    const below = follows ? [] : rows.slice(middle).flatMap((row) => ('message' in row ? (row.message.seq ?? []) : []));
    timeline.trim(below[0] ?? Number.MAX_SAFE_INTEGER, MOST);
  }, [timeline, rows, middle, atEnd]);
}
