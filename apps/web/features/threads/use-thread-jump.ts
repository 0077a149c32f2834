import type { ThreadSnapshot } from '@parley/sdk';
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { useClient } from '../../state/client';
import { useJumpRequests } from '../timeline/jump-requests';

const SHOWN_MS = 2_500;

/** Goes to a reply that somebody asked for, however far back it is, and says which one it is for a while. */
export function useThreadJump(scroller: RefObject<HTMLElement | null>, snapshot: ThreadSnapshot): number | null {
  const client = useClient();
  const { conversationId, seq, status, messages, hasOlder, loadingOlder, error } = snapshot;
  const [target, setTarget] = useState<number | null>(null);
  const [reached, setReached] = useState(false);
  useJumpRequests({ conversationId, thread: seq }, (asked) => {
    setReached(false);
    setTarget(asked);
  });
  const here = target === seq || messages.some((message) => message.seq === target);
  useEffect(() => {
    const wanted = target !== null && !here && status === 'ready' && hasOlder && !loadingOlder && error === null;
    if (wanted) void client.thread(conversationId, seq).loadOlder();
  }, [client, conversationId, seq, target, here, status, hasOlder, loadingOlder, error]);
  useLayoutEffect(() => {
    if (target === null || !here || reached || status !== 'ready') return;
    scroller.current?.querySelector(`article[data-seq="${target}"]`)?.scrollIntoView({ block: 'center' });
    setReached(true);
  }, [scroller, target, here, reached, status]);
  useEffect(() => {
    if (!reached) return;
    const timer = setTimeout(() => setTarget(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [reached, target]);
  return target;
}
