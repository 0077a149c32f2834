import type { TimelineMessage } from '@parley/sdk';
import { SharedState, useShared } from '../../state/shared-state';

const state = new SharedState<TimelineMessage | null>(null);

/** The one message that is being answered. */
export const replying = {
  start: (message: TimelineMessage): void => state.set(message),
  end: (): void => state.set(null),
};

export function useReplying(conversationId: string): TimelineMessage | null {
  return useShared(state, (current) => (current?.conversationId === conversationId ? current : null));
}
