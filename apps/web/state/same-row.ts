import type { ChatRow } from '@parley/sdk';

/** Whether all but what I am writing there is the same. */
export function isSameButDraft(one: ChatRow, other: ChatRow): boolean {
  const names = Object.keys(one) as (keyof ChatRow)[];
  return names.every(
    (name) => name === 'draft' || one[name] === other[name] || (name === 'head' && isSameHead(one, other)),
  );
}

/** It is made anew for a chat whose messages are not all here. */
function isSameHead({ head }: ChatRow, { head: other }: ChatRow): boolean {
  return head.seq === other.seq && head.rev === other.rev && head.ord === other.ord;
}
