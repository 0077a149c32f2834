import type { ChatRow, Timeline, TimelineSnapshot } from '@parley/sdk';
import { useEffect, useState } from 'react';
import type { LinkedMessage } from './use-linked-message';

export type Opening = {
  /** The window that the timeline opens on is there. */
  readonly settled: boolean;
  /** The first seq that was unread when the chat was opened. */
  readonly newFrom: number | null;
};

/**
 * Where a chat opens: at the message that its address names, else at the first unread one, else at the newest. When more is unread
 * than the newest page holds, the page around the first unread one is fetched before anything is drawn.
 */
export function useOpening(
  row: ChatRow,
  timeline: Timeline,
  { snapshot, linked }: { snapshot: TimelineSnapshot; linked: LinkedMessage },
): Opening {
  const [newFrom] = useState(() => (row.unread > 0 ? row.readSeq + 1 : null));
  const [settled, setSettled] = useState(false);
  // What is on this device may be replies in threads alone, and the page that is fetched then is the one that counts.
  const filled = snapshot.messages.length > 0 || !snapshot.loadingOlder;
  const ready = snapshot.status === 'ready' && filled;
  const first = snapshot.messages[0]?.seq ?? null;
  const outside = linked.seq === null && newFrom !== null && first !== null && first > newFrom && snapshot.hasOlder;

  if (ready && !linked.looking && !outside && !settled) setSettled(true);
  useEffect(() => {
    if (settled || !ready || !outside || newFrom === null) return;
    // When it can't be fetched, the newest page stays: better than nothing.
    void timeline.loadAround(newFrom).then(() => setSettled(true));
  }, [settled, ready, outside, newFrom, timeline]);
  return { settled, newFrom };
}
