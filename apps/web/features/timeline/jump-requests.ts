import type { Message } from '@parley/contract';
import { useEffect, useEffectEvent } from 'react';
import { openThread } from '../../state/location';

/** `message`: it is shown in the middle, and marked; `day`: its day begins at the top. */
export type JumpTo = 'message' | 'day';
/** `thread`: it is shown there; null: in the flow. */
type Place = { readonly conversationId: string; readonly thread: number | null };
type Jump = Place & { readonly seq: number; readonly to: JumpTo };

const listeners = new Set<() => void>();
/** Kept until the timeline or the thread that it names is there. */
let wanted: Jump | null = null;

/** Shows a message in its place, wherever the reader is; its chat is open, or about to be. */
export function requestJump(conversationId: string, seq: number, thread: number | null = null): void {
  request({ conversationId, thread, seq, to: 'message' });
}

/** Shows the beginning of the day of a message in the flow. */
export function requestDay(conversationId: string, seq: number): void {
  request({ conversationId, thread: null, seq, to: 'day' });
}

function request(jump: Jump): void {
  wanted = jump;
  if (jump.thread !== null) openThread(jump.conversationId, jump.thread);
  for (const listener of listeners) listener();
}

export function showMessage({ conversationId, seq, thread }: Pick<Message, 'conversationId' | 'seq' | 'thread'>): void {
  requestJump(conversationId, seq, thread?.seq ?? null);
}

/** Called with the seq once for each request that names this place. */
export function useJumpRequests(place: Place, jump: (seq: number, to: JumpTo) => void): void {
  const { conversationId, thread } = place;
  const take = useEffectEvent((): void => {
    if (wanted?.conversationId !== conversationId || wanted.thread !== thread) return;
    const { seq, to } = wanted;
    wanted = null;
    jump(seq, to);
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
