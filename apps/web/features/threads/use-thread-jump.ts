import type { ThreadSnapshot } from '@parley/sdk';
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { useJumpRequests } from '../timeline/jump-requests';
import type { TimelineRow } from '../timeline/rows';
import type { TimelineScroll } from '../timeline/use-timeline-scroll';

const SHOWN_MS = 2_500;

type Jumping = {
  rows: readonly TimelineRow[];
  virtual: TimelineScroll['virtual'];
  scroller: RefObject<HTMLElement | null>;
  snapshot: ThreadSnapshot;
};

/** Goes to a reply that somebody asked for, however far back it is, and says which one it is for a while. */
export function useThreadJump({ rows, virtual, scroller, snapshot }: Jumping): number | null {
  const client = useClient();
  const { conversationId, seq, status, hasOlder, loadingOlder, error } = snapshot;
  // An object for each request: the same reply may be asked for again.
  const [target, setTarget] = useState<{ seq: number } | null>(null);
  useJumpRequests({ conversationId, thread: seq }, (asked) => setTarget({ seq: asked }));
  const index = rows.findIndex((one) => one.kind === 'message' && one.message.seq === target?.seq);
  const here = index >= 0 || (target?.seq === seq && status === 'ready');
  useEffect(() => {
    const wanted = target !== null && !here && status === 'ready' && hasOlder && !loadingOlder && error === null;
    if (wanted) void client.thread(conversationId, seq).loadOlder();
  }, [client, conversationId, seq, target, here, status, hasOlder, loadingOlder, error]);
  const go = useEffectEvent((): void => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'center' });
    else scroller.current?.scrollTo({ top: 0 });
  });
  // Once for each request: what comes above it meanwhile doesn't bring anybody back.
  useLayoutEffect(() => {
    if (target !== null && here) go();
  }, [target, here]);
  useEffect(() => {
    if (target === null || !here) return;
    const timer = setTimeout(() => setTarget(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [target, here]);
  return target?.seq ?? null;
}
