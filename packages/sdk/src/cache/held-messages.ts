/**
 * What a map of held messages says in order: made once for a map, and carried over to the next one when messages are put
 * in. A timeline that somebody has read back far holds thousands, and each event makes a new map of it.
 */
import type { Message } from '@parley/contract';
import { mergeRanges, type Ranges, rangesOf } from '@parley/core';

export type HeldMessages = ReadonlyMap<number, Message>;
type Index = {
  /** The seqs that are held. */
  readonly ranges: Ranges;
  /** What is shown in the flow, ascending: replies are shown in their threads. */
  readonly flow: readonly Message[];
};

const indexes = new WeakMap<HeldMessages, Index>();

export function indexOf(held: HeldMessages): Index {
  const known = indexes.get(held);
  if (known !== undefined) return known;
  const flow = [...held.values()].filter(({ thread }) => thread === undefined).sort((a, b) => a.seq - b.seq);
  const index = { ranges: rangesOf(held.keys()), flow };
  indexes.set(held, index);
  return index;
}

/** The map with these put in. */
export function withMessages(held: HeldMessages, put: ReadonlyMap<number, Message>): HeldMessages {
  const next = new Map(held);
  for (const [seq, message] of put) next.set(seq, message);
  const index = indexes.get(held);
  if (index !== undefined) {
    indexes.set(next, { ranges: mergeRanges(index.ranges, rangesOf(put.keys())), flow: flowWith(index.flow, put) });
  }
  return next;
}

/** The messages of an ascending list from one seq to another, both included. */
export function between(flow: readonly Message[], low: number, high: number): Message[] {
  return flow.slice(placeOf(flow, low), placeOf(flow, high + 1));
}

/** Most are newer than all that is held, or newer versions of what is. */
function flowWith(flow: readonly Message[], put: ReadonlyMap<number, Message>): readonly Message[] {
  const next = [...flow];
  for (const message of put.values()) {
    const at = placeOf(next, message.seq);
    const replaces = next[at]?.seq === message.seq;
    if (message.thread === undefined) next.splice(at, replaces ? 1 : 0, message);
    else if (replaces) next.splice(at, 1);
  }
  return next;
}

/** Where the first one with this seq or a higher one stands. */
function placeOf(flow: readonly Message[], seq: number): number {
  let low = 0;
  let high = flow.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((flow[middle]?.seq ?? Number.POSITIVE_INFINITY) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
