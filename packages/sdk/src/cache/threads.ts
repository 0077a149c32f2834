/** What is mine about a thread, gathered from entries, answers and replies in whatever order they come. Pure. */
import type { Draft, Message, ThreadItem, ThreadState } from '@parley/contract';
import { mergeThread } from '@parley/core';

export function emptyThread({ conversationId, seq }: { conversationId: string; seq: number }): ThreadState {
  return {
    conversationId,
    seq,
    count: 0,
    lastSeq: 0,
    lastAt: 0,
    readOrd: 0,
    following: false,
    version: 0,
    draft: null,
  };
}

/** The same object if nothing is new. */
export function threadOnTold(state: ThreadState, told: ThreadState): ThreadState {
  const merged = mergeThread(state, told);
  return sameThread(state, merged) ? state : merged;
}

/** A reply was said. Whoever says it has read up to it, as the server counts. */
export function threadOnReply(state: ThreadState, { seq, sentAt, thread }: Message, mine: boolean): ThreadState {
  const ord = thread?.ord ?? 0;
  const said = ord > state.count ? { ...state, count: ord, lastSeq: seq, lastAt: sentAt } : state;
  return mine ? threadOnRead(said, ord) : said;
}

export function threadOnRead(state: ThreadState, readOrd: number): ThreadState {
  return readOrd > state.readOrd ? { ...state, readOrd } : state;
}

export function threadOnDraft(state: ThreadState, draft: Draft): ThreadState {
  return threadOnTold(state, { ...state, draft });
}

/** The server's answer to a draft of this device. It may count as earlier than told, by a clock that is ahead. */
export function threadOnDraftKept(state: ThreadState, { told, kept }: { told: Draft; kept: Draft }): ThreadState {
  const still = state.draft?.text === told.text && state.draft.updatedAt === told.updatedAt;
  return still ? { ...state, draft: kept } : threadOnDraft(state, kept);
}

/** A message of the thread came or was changed: the root, or the newest reply. */
export function itemOnMessage<T extends Pick<ThreadItem, 'seq' | 'root' | 'last'>>(item: T, message: Message): T {
  if (message.seq === item.seq) {
    return item.root !== null && message.rev > item.root.rev ? { ...item, root: message } : item;
  }
  if (message.thread?.seq !== item.seq) return item;
  const { last } = item;
  const newer = last === null || message.seq > last.seq || (message.seq === last.seq && message.rev > last.rev);
  return newer ? { ...item, last: message } : item;
}

function sameThread(a: ThreadState, b: ThreadState): boolean {
  return (
    a.count === b.count &&
    a.readOrd === b.readOrd &&
    a.version === b.version &&
    a.following === b.following &&
    a.draft?.text === b.draft?.text &&
    a.draft?.updatedAt === b.draft?.updatedAt
  );
}
