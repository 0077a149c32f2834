/** What decides how much of an inbox is kept. */
export type TrimmedInbox = {
  readonly headSeq: number;
  /** Entries up to here are gone already. */
  readonly floorSeq: number;
  /** Entries up to here are older than an inbox keeps. */
  readonly agedSeq: number;
  /** How far the hindmost device has read of those that told anything lately; null: none did. */
  readonly hindmostSeq: number | null;
};

/**
 * Up to where entries go: what is too old, and what is more than an inbox holds; never what a device that was there lately has
 * not read yet, and never back. A device that was away for longer begins anew.
 */
export function trimmedFloor({ headSeq, floorSeq, agedSeq, hindmostSeq }: TrimmedInbox, holds: number): number {
  const surplus = Math.max(agedSeq, headSeq - holds);
  return Math.max(floorSeq, Math.min(surplus, headSeq, hindmostSeq ?? headSeq));
}
