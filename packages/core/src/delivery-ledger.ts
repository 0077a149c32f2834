import { isPlaceKnown, type InboxState } from './inbox.js';
import type { SeqRange } from '@parley/contract';

/** What a device saw of how its inbox was pushed to it: loss, what made it good, duplicates, disorder. */
export type DeliveryCounts = {
  readonly missing: number;
  readonly healed: number;
  readonly duplicate: number;
  readonly late: number;
};

export const NOTHING_SEEN: DeliveryCounts = { missing: 0, healed: 0, duplicate: 0, late: 0 };

/** What pushed entries are to somebody who knows this much: there already, or after a later one. */
export function seenOfPush(state: InboxState, places: readonly number[]): Pick<DeliveryCounts, 'duplicate' | 'late'> {
  let highest = Math.max(state.cursor, state.ahead.at(-1)?.to ?? 0);
  let [duplicate, late] = [0, 0];
  for (const place of places) {
    if (isPlaceKnown(state, place)) duplicate += 1;
    else if (place < highest) late += 1;
    highest = Math.max(highest, place);
  }
  return { duplicate, late };
}

/** Places of a hole that was waited for in vain; those of own sends that were not told yet were never to be pushed. */
export function missingIn(hole: SeqRange, untoldOwn: number): number {
  return Math.max(0, hole.to - hole.from + 1 - untoldOwn);
}

export function addCounts(a: DeliveryCounts, b: Partial<DeliveryCounts>): DeliveryCounts {
  return {
    missing: a.missing + (b.missing ?? 0),
    healed: a.healed + (b.healed ?? 0),
    duplicate: a.duplicate + (b.duplicate ?? 0),
    late: a.late + (b.late ?? 0),
  };
}
