import type { ThreadSnapshot } from '@parley/sdk';
import { type RefObject, useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { useJumpRequests } from '../timeline/jump-requests';

const SHOWN_MS = 2_500;

/** Goes to a reply that somebody asked for, however far back it is, and says which one it is for a while. */
export function useThreadJump(scroller: RefObject<HTMLElement | null>, snapshot: ThreadSnapshot): number | null {
  const client = useClient();
  const { conversationId, seq, status, messages, hasOlder, loadingOlder, error } = snapshot;
  // An object for each request: the same reply may be asked for again.
  const [target, setTarget] = useState<{ seq: number } | null>(null);
  useJumpRequests({ conversationId, thread: seq }, (asked) => setTarget({ seq: asked }));
  const here = target?.seq === seq || messages.some((message) => message.seq === target?.seq);
  useEffect(() => {
    const wanted = target !== null && !here && status === 'ready' && hasOlder && !loadingOlder && error === null;
    if (wanted) void client.thread(conversationId, seq).loadOlder();
  }, [client, conversationId, seq, target, here, status, hasOlder, loadingOlder, error]);
  useEffect(() => {
    if (target === null || !here || status !== 'ready') return;
    scroller.current?.querySelector(`article[data-seq="${target.seq}"]`)?.scrollIntoView({ block: 'center' });
    const timer = setTimeout(() => setTarget(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [scroller, target, here, status]);
  return target?.seq ?? null;
}
