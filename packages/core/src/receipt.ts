/** How far somebody is in a conversation; both only move forward, and what is read is delivered. */
export type Watermarks = { readonly readSeq: number; readonly deliveredSeq: number };

/** The further of both, per watermark: commutative, idempotent, never backwards. */
export function advanceReceipt<T extends Watermarks>(state: T, event: Watermarks): T {
  const readSeq = Math.max(state.readSeq, event.readSeq);
  const deliveredSeq = Math.max(state.deliveredSeq, event.deliveredSeq, readSeq);
  if (readSeq === state.readSeq && deliveredSeq === state.deliveredSeq) return state;
  return { ...state, readSeq, deliveredSeq };
}

/** The states of a message that I sent, in the only order in which they may follow each other. */
export const SEND_STATES = ['pending', 'sent', 'delivered', 'read'] as const;
export type SendState = (typeof SEND_STATES)[number];

/** State of my message with this seq, by the other person's watermarks; null = not acked yet. */
export function sendStateOf(seq: number | null, peer: Watermarks | null): SendState {
  if (seq === null) return 'pending';
  if (peer !== null && peer.readSeq >= seq) return 'read';
  if (peer !== null && peer.deliveredSeq >= seq) return 'delivered';
  return 'sent';
}
