import type { Message } from '@parley/contract';
import { useEffect, useEffectEvent } from 'react';
import { openThread } from '../../state/location';

/** `thread`: it is shown there; null: in the flow. */
type Jump = { readonly conversationId: string; readonly thread: number | null; readonly seq: number };

const listeners = new Set<() => void>();
/** Kept until the timeline or the thread that it names is there. */
let wanted: Jump | null = null;

/** Shows a message in its place, wherever the reader is; its chat is open, or about to be. */
export function requestJump(conversationId: string, seq: number, thread: number | null = null): void {
  wanted = { conversationId, thread, seq };
  if (thread !== null) openThread(conversationId, thread);
  for (const listener of listeners) listener();
}

export function showMessage({ conversationId, seq, thread }: Pick<Message, 'conversationId' | 'seq' | 'thread'>): void {
  requestJump(conversationId, seq, thread?.seq ?? null);
}

/** Called with the seq once for each request that names this place. */
export function useJumpRequests(place: Omit<Jump, 'seq'>, jump: (seq: number) => void): void {
  const { conversationId, thread } = place;
  const take = useEffectEvent((): void => {
    if (wanted?.conversationId !== conversationId || wanted.thread !== thread) return;
    const { seq } = wanted;
    wanted = null;
    jump(seq);
  });
  useEffect(() => {
    const listener = (): void => take();
    listeners.add(listener);
    take();
    return () => {
      listeners.delete(listener);
    };
  }, [conversationId, thread]);
}
