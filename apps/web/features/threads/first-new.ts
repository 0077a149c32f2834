import type { TimelineMessage } from '@parley/sdk';

/** The first reply of another that was unread when the thread was opened, by its seq; null: none, or it isn't known yet. */
export function firstNewReply(messages: readonly TimelineMessage[], readOrd: number | null): number | null {
  if (readOrd === null) return null;
  return messages.find(({ thread, mine }) => !mine && (thread?.ord ?? 0) > readOrd)?.seq ?? null;
}
