import type { ChatListItem, Heads } from '@parley/contract';

/** How far a conversation is, as the server told it without its messages. */
export type Told = Readonly<Pick<Heads, 'seq' | 'rev' | 'ord' | 'at'>>;

/** The furthest of each; the same object if nothing is further. A state that an earlier build stored has none. */
export function toldOnHead(told: Told | null | undefined, { seq, rev, ord, at }: Told): Told {
  if (told != null && told.seq >= seq && told.rev >= rev && told.ord >= ord && told.at >= at) return told;
  return {
    seq: Math.max(told?.seq ?? 0, seq),
    rev: Math.max(told?.rev ?? 0, rev),
    ord: Math.max(told?.ord ?? 0, ord),
    at: Math.max(told?.at ?? 0, at),
  };
}

/** How far the conversation is by all that is known; the same object while nothing was told beyond what is here. */
export function headOf({ head, told }: { head: ChatListItem['head']; told?: Told | null }): ChatListItem['head'] {
  if (told == null || (told.seq <= head.seq && told.rev <= head.rev && told.ord <= head.ord)) return head;
  return {
    seq: Math.max(head.seq, told.seq),
    rev: Math.max(head.rev, told.rev),
    ord: Math.max(head.ord, told.ord),
  };
}
