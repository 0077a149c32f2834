import type { Timeline } from '@parley/sdk';
import { useEffect } from 'react';
import type { TimelineRow } from './rows';
import type { TimelineScroll } from './use-timeline-scroll';

/** So many messages are drawn from at most: each that comes makes the rows anew, and all of them are in memory. */
const MOST = 400;

/** A day in a busy chat, or years read back in a quiet one: only what is near to what is read stays. */
export function useTrim(timeline: Timeline, rows: readonly TimelineRow[], virtual: TimelineScroll['virtual']): void {
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  const middle = Math.floor((startIndex + endIndex) / 2);
  useEffect(() => {
    const row = rows.slice(middle).find((one) => 'message' in one && one.message.seq !== null);
    const seq = row !== undefined && 'message' in row ? row.message.seq : null;
    timeline.trim(seq ?? Number.MAX_SAFE_INTEGER, MOST);
  }, [timeline, rows, middle]);
}
