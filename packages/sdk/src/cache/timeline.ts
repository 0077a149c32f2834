/**
 * A timeline as far as this device holds it: messages by seq, purged ranges, and the window that is shown. Presence is
 * decided by seq alone, so a gap can't hide. Every function is pure; a lower rev never overwrites a higher one.
 */
import { LIMITS, type Message, type Replies, type SeqRange } from '@parley/contract';
import {
  type Head,
  mergeRanges,
  mergeReplies,
  missingRanges,
  type Ranges,
  rangesContain,
  withMyReactions,
  withReply,
} from '@parley/core';
import { messageKey } from '../stored-messages.js';
import { between, type HeldMessages, indexOf, withMessages } from './held-messages.js';

export type Trim = {
  /** What is read. */
  readonly around: number;
  /** So many messages of the flow are shown at most. */
  readonly most: number;
  /** What is not shown any more need not be held either, but for messages of which what is stored is older: their keys there. */
  readonly unstored: () => ReadonlySet<string>;
  /** The messages that threads hang on which are being looked at: what was said there stays. */
  readonly threads: ReadonlySet<number>;
};

/** The seqs that are shown and kept without gaps; high null: follows the newest. */
export type TimelineWindow = { readonly low: number; readonly high: number | null };

export type TimelineState = {
  readonly conversationId: string;
  readonly messages: HeldMessages;
  /** What is known of the threads, by the message that each hangs on; whichever was told first. */
  readonly replies: ReadonlyMap<number, Replies>;
  readonly purged: Ranges;
  /** The highest seq and rev that anything told of. */
  readonly head: Head;
  /** The first seq that I may see. */
  readonly firstSeq: number;
  readonly window: TimelineWindow | null;
};

export function emptyTimeline(conversationId: string): TimelineState {
  return {
    conversationId,
    messages: new Map(),
    replies: new Map(),
    purged: [],
    head: { seq: 0, rev: 0 },
    firstSeq: 1,
    window: null,
  };
}

/** Puts messages in; what is purged stays away. */
export function timelineOnMessages(state: TimelineState, messages: readonly Message[]): TimelineState {
  const put = new Map<number, Message>();
  let { seq, rev } = state.head;
  for (const message of messages) {
    seq = Math.max(seq, message.seq);
    rev = Math.max(rev, message.rev);
    const old = put.get(message.seq) ?? state.messages.get(message.seq);
    if ((old !== undefined && old.rev >= message.rev) || rangesContain(state.purged, message.seq)) continue;
    put.set(message.seq, message);
  }
  const replies = repliesWith(state.replies, messages);
  if (put.size === 0 && replies === state.replies && seq === state.head.seq && rev === state.head.rev) return state;
  return {
    ...state,
    messages: put.size === 0 ? state.messages : withMessages(state.messages, put),
    replies,
    head: { seq, rev },
  };
}

/** What these messages say of threads. A message may tell more of its thread than one of the same rev that is held. */
function repliesWith(known: ReadonlyMap<number, Replies>, messages: readonly Message[]): ReadonlyMap<number, Replies> {
  let next: Map<number, Replies> | null = null;
  for (const message of messages) {
    const root = message.thread?.seq ?? message.seq;
    const before = (next ?? known).get(root);
    const after = message.thread === undefined ? mergeReplies(before, message.replies) : withReply(before, message);
    if (after === undefined || after === before) continue;
    next ??= new Map(known);
    next.set(root, after);
  }
  return next ?? known;
}

/** A message was changed. As everybody is told the same, whether I am among those who reacted may be known from before alone. */
export function timelineOnChange(
  state: TimelineState,
  { by, message }: { by: string; message: Message },
  myId: string,
): TimelineState {
  // Held even where nothing around it is: a page that was asked for before the change may still be on its way.
  const before = state.messages.get(message.seq)?.reactions ?? [];
  const reactions = withMyReactions(message.reactions ?? [], before, { myId, actorId: by });
  return timelineOnMessages(state, [reactions.length === 0 ? message : { ...message, reactions }]);
}

/** Purged for good: wins over any message of that range, whichever came first. */
export function timelineOnPurged(state: TimelineState, purged: readonly SeqRange[]): TimelineState {
  if (purged.length === 0) return state;
  const ranges = mergeRanges(state.purged, purged);
  const kept = [...state.messages].filter(([seq]) => !rangesContain(ranges, seq));
  return { ...state, purged: ranges, messages: kept.length === state.messages.size ? state.messages : new Map(kept) };
}

/** Not mine any more. What was kept from me may be shown when I come back: then the server says anew what is not. */
export function timelineOnGone(state: TimelineState): TimelineState {
  return state.purged.length === 0 ? state : { ...state, purged: [] };
}

/** Something told how far the conversation goes. */
export function timelineOnHead(state: TimelineState, head: Head): TimelineState {
  if (head.seq <= state.head.seq && head.rev <= state.head.rev) return state;
  return { ...state, head: { seq: Math.max(state.head.seq, head.seq), rev: Math.max(state.head.rev, head.rev) } };
}

/** The server said how far the conversation goes, and where the part begins that I may see. */
export function timelineOnLoaded(state: TimelineState, loaded: { head: Head; firstSeq?: number }): TimelineState {
  const withHead = timelineOnHead(state, loaded.head);
  const firstSeq = loaded.firstSeq === undefined ? state.firstSeq : Math.max(1, loaded.firstSeq);
  return firstSeq === state.firstSeq ? withHead : { ...withHead, firstSeq };
}

export function timelineWithWindow(state: TimelineState, window: TimelineWindow | null): TimelineState {
  return { ...state, window };
}

/**
 * Where more is shown than `most`, half as many stay, around what is read. What is not shown any more is dropped, and so is what came
 * beyond the window once that is as much again: it comes back as any other page does.
 */
export function timelineTrimmed(state: TimelineState, { around, most, unstored, threads }: Trim): TimelineState {
  const { messages, window } = state;
  if (window === null) return state;
  const flow = flowMessages(state);
  if (flow.length <= most && messages.size <= 2 * most) return state;
  const next = flow.length <= most ? window : windowAround(flow, { window, around, kept: most / 2 });
  const waiting = unstored();
  const stays = ({ seq, thread }: Message): boolean =>
    (seq >= next.low && seq <= (next.high ?? Number.POSITIVE_INFINITY)) ||
    threads.has(thread?.seq ?? seq) ||
    waiting.has(messageKey(state.conversationId, seq));
  const kept = [...messages].filter(([, message]) => stays(message));
  // What stays may be more than that for good, as a busy thread is: then nothing changes.
  if (kept.length === messages.size && next === window) return state;
  return { ...state, window: next, messages: new Map(kept) };
}

/** The part of a window that shows this many messages; at an end of it, that end stays where it is. */
function windowAround(
  flow: readonly Message[],
  { window, around, kept }: { window: TimelineWindow; around: number; kept: number },
): TimelineWindow {
  const at = flow.findIndex(({ seq }) => seq >= around);
  const middle = at === -1 ? flow.length : at;
  const begin = Math.min(Math.max(0, Math.floor(middle - kept / 2)), flow.length - kept);
  const [first, last] = [flow[begin], flow[begin + kept - 1]];
  return {
    low: begin === 0 || first === undefined ? window.low : first.seq,
    high: begin + kept === flow.length || last === undefined ? window.high : last.seq,
  };
}

/** What of the window is missing: between its messages, and from the last one to the head. */
export function timelineGaps(state: TimelineState): SeqRange[] {
  const { window } = state;
  if (window === null) return [];
  const from = Math.max(window.low, state.firstSeq);
  return missingRanges(presentRanges(state), { from, to: window.high ?? state.head.seq });
}

/** What is at this seq of the window is known: a message, or that there is none. */
export function isShown({ window, messages, purged }: TimelineState, seq: number): boolean {
  if (window === null || seq < window.low || seq > (window.high ?? Number.POSITIVE_INFINITY)) return false;
  return messages.has(seq) || rangesContain(purged, seq);
}

/** The messages of the window that are shown in the flow, ascending: replies are shown in their threads. */
export function flowMessages(state: TimelineState): Message[] {
  const { window } = state;
  if (window === null) return [];
  return between(indexOf(state.messages).flow, window.low, window.high ?? Number.POSITIVE_INFINITY);
}

/** The replies that are held of a thread from this seq on, ascending. */
export function repliesFrom(state: TimelineState, { root, low }: { root: number; low: number }): Message[] {
  const held = [...state.messages.values()].filter(({ thread, seq }) => thread?.seq === root && seq >= low);
  return held.sort((a, b) => a.seq - b.seq);
}

/** Who has seen the flow up to this seq has seen what lies right behind it and is not shown there. */
export function seenTo(state: TimelineState, seq: number): number {
  let seen = seq;
  while (state.messages.get(seen + 1)?.thread !== undefined || rangesContain(state.purged, seen + 1)) seen += 1;
  return seen;
}

/** How far down from (and with) `high` everything is here; high + 1 when nothing is. */
export function contiguousFrom(state: TimelineState, high: number): number {
  const run = presentRanges(state).find((range) => range.from <= high && high <= range.to);
  return run === undefined ? high + 1 : run.from;
}

/** The lowest seq of a page that ends at `high` (included) and is here without gaps; null when it has a gap. */
export function cachedPageLow(state: TimelineState, high: number): number | null {
  const low = Math.max(state.firstSeq, high - LIMITS.historyPage / 2 + 1);
  return missingRanges(presentRanges(state), { from: low, to: high }).length === 0 ? low : null;
}

/** The highest seq of a page that begins at `low` (included) and is here without gaps; null when it has a gap. */
export function cachedPageHigh(state: TimelineState, low: number): number | null {
  const high = Math.min(state.head.seq, low + LIMITS.historyPage / 2 - 1);
  return missingRanges(presentRanges(state), { from: low, to: high }).length === 0 ? high : null;
}

function presentRanges(state: TimelineState): Ranges {
  return mergeRanges(indexOf(state.messages).ranges, state.purged);
}
