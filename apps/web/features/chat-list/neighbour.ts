import type { ChatRow } from '@parley/sdk';

export type Wanted = {
  /** The chat that is open. */
  readonly current: string | null;
  readonly step: 1 | -1;
  readonly isWanted: (row: ChatRow) => boolean;
};

/**
 * The next chat of the list that is wanted, below (1) or above (-1) the one that is open, or the first one from that end; null where
 * there is none: the list has two ends.
 */
export function neighbourOf(items: readonly ChatRow[], { current, step, isWanted }: Wanted): string | null {
  const at = items.findIndex(({ conversationId }) => conversationId === current);
  const onward = step === 1 ? items.slice(at + 1) : items.slice(0, at < 0 ? items.length : at).toReversed();
  return onward.find(isWanted)?.conversationId ?? null;
}
