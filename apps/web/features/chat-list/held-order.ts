import type { ChatRow } from '@parley/sdk';

/** The rows as they are now, in the order in which these stood; who was not there comes last. */
export function inHeldOrder(held: readonly string[], items: readonly ChatRow[]): readonly ChatRow[] {
  const left = new Map(items.map((row) => [row.conversationId, row]));
  const stood = held.flatMap((conversationId) => {
    const row = left.get(conversationId);
    left.delete(conversationId);
    return row ?? [];
  });
  return [...stood, ...left.values()];
}
