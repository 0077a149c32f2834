/** A thread, by the message that it hangs on. */
export type ThreadAt = { readonly conversationId: string; readonly seq: number };

/** Where something is read and typed: a conversation, or a thread in it; a string, as what waits to be told is kept by it. */
export function placeOf(conversationId: string, thread?: number): string {
  return thread === undefined ? conversationId : `${conversationId}/${thread}`;
}

/** null: the place is a conversation. */
export function threadAt(place: string): ThreadAt | null {
  const [conversationId = '', seq] = place.split('/');
  return seq === undefined ? null : { conversationId, seq: Number(seq) };
}
