import type { SeqRange } from '@parley/contract';
import { addRange, rangesContain, type Ranges } from './sequence.js';

/**
 * What one device knows of a gapless log: its owner's inbox by inboxSeq, or a conversation's changes by rev. Entries come in any
 * order, some never, some twice; places of its own sends come without an entry. The cursor is the contiguous prefix:
 * everything up to it has been applied (P6).
 */
export type InboxState = {
  readonly cursor: number;
  /** Places that are known beyond the first hole. */
  readonly ahead: Ranges;
  /** The highest head that the server told of. */
  readonly told: number;
};

/** How long a hole may last before it is pulled: pushed entries overtake each other, but not by much. */
export const HOLE_PATIENCE_MS = 500;
/** A hole that places of own sends may explain: they are told with the next ack or heartbeat, so a pull would be waste. */
export const OWN_HOLE_PATIENCE_MS = 5_000;

export function inboxAt(cursor: number): InboxState {
  return { cursor, ahead: [], told: cursor };
}

/** Marks places as known and moves the cursor over what is now contiguous. */
export function addPlaces(state: InboxState, places: readonly number[]): InboxState {
  let ahead = state.ahead;
  let moved = false;
  for (const place of places) {
    if (place <= state.cursor || rangesContain(ahead, place)) continue;
    ahead = addRange(ahead, { from: place, to: place });
    moved = true;
  }
  if (!moved) return state;
  const first = ahead[0];
  const joins = first !== undefined && first.from === state.cursor + 1;
  const cursor = joins ? first.to : state.cursor;
  const rest = joins ? ahead.slice(1) : ahead;
  return { cursor, ahead: rest, told: Math.max(state.told, cursor, rest.at(-1)?.to ?? 0) };
}

/** Everything up to here is known by another way. */
export function knownUpTo(state: InboxState, place: number): InboxState {
  if (place <= state.cursor) return state;
  const [next, ...later] = state.ahead.filter(({ to }) => to > place);
  const told = Math.max(state.told, place);
  if (next === undefined) return { cursor: place, ahead: [], told };
  const joins = next.from <= place + 1;
  return { cursor: joins ? next.to : place, ahead: joins ? later : [next, ...later], told };
}

/** The server said how far the inbox goes. */
export function tellHead(state: InboxState, head: number): InboxState {
  return head > state.told ? { ...state, told: head } : state;
}

/** A pull reached the end: an earlier, higher word about the head was of another inbox or too early. */
export function settleHead(state: InboxState, latest: number): InboxState {
  const told = Math.max(state.cursor, state.ahead.at(-1)?.to ?? 0, latest);
  return told === state.told ? state : { ...state, told };
}

export function isPlaceKnown(state: InboxState, place: number): boolean {
  return place <= state.cursor || rangesContain(state.ahead, place);
}

/** The first range of places that must exist and are not known; null when nothing is missing. */
export function firstHole(state: InboxState): SeqRange | null {
  const next = state.ahead[0];
  if (next !== undefined) return { from: state.cursor + 1, to: next.from - 1 };
  return state.told > state.cursor ? { from: state.cursor + 1, to: state.told } : null;
}

/** How long to wait for a hole to close by itself; `untoldOwn` counts own sends whose place was not told yet. */
export function holePatience(hole: SeqRange, untoldOwn: number): number {
  return hole.to - hole.from + 1 <= untoldOwn ? OWN_HOLE_PATIENCE_MS : HOLE_PATIENCE_MS;
}
