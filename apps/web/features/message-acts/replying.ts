import type { TimelineMessage } from '@parley/sdk';
import { SharedState, useShared } from '../../state/shared-state';

/** `thread`: the answer is written there; null: in the chat. */
type Replying = { readonly message: TimelineMessage; readonly thread: number | null };

const state = new SharedState<Replying | null>(null);

/** The one message that is being answered. */
export const replying = {
  start: (message: TimelineMessage, thread: number | null): void => state.set({ message, thread }),
  end: (): void => state.set(null),
};

export function useReplying(conversationId: string, thread: number | null): TimelineMessage | null {
  return useShared(state, (current) =>
    current?.message.conversationId === conversationId && current.thread === thread ? current.message : null,
  );
}
