/**
 * Which unread messages of a conversation call me, from messages, their changes and rows of the server in whatever order
 * they come: of two that speak of the same message, the newer rev counts.
 */
import type { Message } from '@parley/contract';
import { isCalled, type Ranges, rangesContain } from '@parley/core';

type Told = { readonly seq: number; readonly rev: number; readonly calls: boolean };

type At = { readonly seq: number; readonly rev: number };

export type Calls = {
  /** The newest that called me when the server made the row, 0: none; as of this rev. */
  readonly row: At;
  /** The newest that calls everybody, told with the head of a large conversation; as of this rev. */
  readonly all?: At;
  /** What messages have said since, by seq. */
  readonly told: readonly Told[];
};

export const NO_CALLS: Calls = { row: { seq: 0, rev: 0 }, told: [] };

/** More of them say nothing that a row would not. */
const KEPT = 100;

/** What I wrote calls me never. */
export function callsOnMessage(calls: Calls, message: Message, myId: string): Calls {
  const { seq, rev, senderId } = message;
  return withTold(calls, { seq, rev, calls: senderId !== myId && isCalled(message, myId) });
}

export function callsOnRow(calls: Calls, row: At): Calls {
  return withRow(calls, row);
}

export function callsOnAll(calls: Calls, all: At): Calls {
  const next = newer(calls.all ?? all, all);
  return next === calls.all ? calls : { ...calls, all: next };
}

export function mergeCalls(a: Calls, b: Calls): Calls {
  const merged = b.told.reduce(withTold, withRow(a, b.row));
  return b.all === undefined ? merged : callsOnAll(merged, b.all);
}

function newer(a: At, b: At): At {
  if (a.rev !== b.rev) return a.rev > b.rev ? a : b;
  return a.seq >= b.seq ? a : b;
}

/** What the row knows already is left to it. */
function withRow(calls: Calls, told: At): Calls {
  const row = newer(calls.row, told);
  return { ...calls, row, told: calls.told.filter(({ rev }) => rev > row.rev) };
}

/** In the order of their seqs, mostly behind all others: a thousand may come at once. */
function withTold(calls: Calls, one: Told): Calls {
  const { row, told } = calls;
  const before = told.findLastIndex(({ seq }) => seq <= one.seq);
  const same = told[before]?.seq === one.seq ? told[before] : undefined;
  if (one.rev <= (same?.rev ?? row.rev)) return calls;
  const kept = [...told.slice(0, same === undefined ? before + 1 : before), one, ...told.slice(before + 1)];
  return { ...calls, told: kept.slice(-KEPT) };
}

/** The newest that calls me; null: none that `counts`, which is what is unread and there. */
export function newestCall({ row, all, told }: Calls, counts: (seq: number) => boolean): number | null {
  const takenBack = told.some(({ seq, calls }) => seq === row.seq && !calls);
  const called = told.flatMap(({ seq, calls }) => (calls ? [seq] : []));
  // What a row, or the message itself, says later counts.
  const everybody =
    all !== undefined && all.rev > row.rev && !told.some(({ seq, rev }) => seq === all.seq && rev > all.rev);
  const seqs = [...called, ...(takenBack ? [] : [row.seq]), ...(everybody ? [all.seq] : [])].filter(
    (seq) => seq > 0 && counts(seq),
  );
  return seqs.length === 0 ? null : Math.max(...seqs);
}

/** The row's is not there any more, and only a new row says which one before it is. */
export function callsUnsure(
  { row, told }: Calls,
  counts: { unread: (seq: number) => boolean; there: (seq: number) => boolean },
): boolean {
  if (row.seq === 0 || !counts.unread(row.seq)) return false;
  return !counts.there(row.seq) || told.some(({ seq, calls }) => seq === row.seq && !calls);
}

/** A row of the chat list as far as calls are concerned; what an older release has stored lacks them. */
type WithCalls = { readonly calls?: Calls; readonly readSeq: number; readonly purged: Ranges };

export function callsOf({ calls }: Pick<WithCalls, 'calls'>): Calls {
  return calls ?? NO_CALLS;
}

/** The newest unread message that calls me. */
export function mentionOf(state: WithCalls): number | null {
  const { readSeq, purged } = state;
  return newestCall(callsOf(state), (seq) => seq > readSeq && !rangesContain(purged, seq));
}

/** Whether from now on only a new row of the server says which message calls me. */
export function mentionLost(before: WithCalls | undefined, state: WithCalls): boolean {
  const known = before !== undefined && callsOf(before).row.seq === callsOf(state).row.seq && isUnsure(before);
  return !known && isUnsure(state);
}

function isUnsure(state: WithCalls): boolean {
  const { readSeq, purged } = state;
  const unread = (seq: number): boolean => seq > readSeq;
  return callsUnsure(callsOf(state), { unread, there: (seq) => !rangesContain(purged, seq) });
}
