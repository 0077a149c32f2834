import { useEffect, useEffectEvent } from 'react';

type Jump = { readonly conversationId: string; readonly seq: number };

const listeners = new Set<() => void>();
/** Kept until the timeline that it names is there. */
let wanted: Jump | null = null;

/** Shows a message in its place, wherever the reader is. */
export function requestJump(conversationId: string, seq: number): void {
  wanted = { conversationId, seq };
  for (const listener of listeners) listener();
}

/** Called with the seq once for each request that names this conversation. */
export function useJumpRequests(conversationId: string, jump: (seq: number) => void): void {
  const take = useEffectEvent((): void => {
    if (wanted?.conversationId !== conversationId) return;
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
  }, [conversationId]);
}
