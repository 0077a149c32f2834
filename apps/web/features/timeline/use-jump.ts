import type { ChatRow, Timeline } from '@parley/sdk';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { requestJump, useJumpRequests } from './jump-requests';
import type { TimelineRow } from './rows';
import type { TimelineScroll } from './use-timeline-scroll';

const SHOWN_MS = 2_500;

type Jumping = {
  row: ChatRow;
  rows: readonly TimelineRow[];
  timeline: Timeline;
  virtual: TimelineScroll['virtual'];
};

/** Goes to a message that somebody asked for, and says which one it is for a while. */
export function useJump({ row, rows, timeline, virtual }: Jumping): number | null {
  const [target, setTarget] = useState<number | null>(null);
  const reached = useRef<number | null>(null);
  const { conversationId } = row;
  useJumpRequests({ conversationId, thread: null }, (seq) => {
    reached.current = null;
    void timeline.loadAround(seq).then(() => {
      const thread = timeline.threadOf(seq);
      if (thread === null) setTarget(seq);
      else requestJump(conversationId, seq, thread);
    });
  });
  const index = target === null ? -1 : rows.findIndex((one) => one.kind === 'message' && one.message.seq === target);
  useLayoutEffect(() => {
    if (index < 0 || reached.current === target) return;
    reached.current = target;
    virtual.scrollToIndex(index, { align: 'center' });
  }, [virtual, index, target]);
  useEffect(() => {
    if (target === null) return;
    const timer = setTimeout(() => setTarget(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [target]);
  return target;
}
