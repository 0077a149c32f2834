import { type Draft, LIMITS, type Message, type Replies, type ThreadChange, type ThreadState } from '@parley/contract';
import { newerDraft } from './draft.js';

/** What two tellings of one thread come to; in whichever order they arrive, and however often. */
export function mergeThread(a: ThreadState, b: ThreadState): ThreadState {
  const later = b.count > a.count ? b : a;
  const decided = b.version > a.version ? b : a;
  return {
    ...later,
    readOrd: Math.max(a.readOrd, b.readOrd),
    following: decided.following,
    version: decided.version,
    draft: newerOf(a.draft, b.draft),
  };
}

function newerOf(a: Draft | null, b: Draft | null): Draft | null {
  if (a === null || b === null) return a ?? b;
  return newerDraft(a, b);
}

/** Replies that wait to be read, where one follows. */
export function unreadReplies({
  following,
  count,
  readOrd,
}: Pick<ThreadState, 'following' | 'count' | 'readOrd'>): number {
  return following ? Math.max(0, count - readOrd) : 0;
}

/** What the change makes of it; null: everything is as asked already. */
export function changeThread(thread: ThreadState, { following, readOrd }: ThreadChange): ThreadState | null {
  const read = Math.max(thread.readOrd, Math.min(readOrd ?? 0, thread.count));
  // Said once is enough: also of one that was never followed and is not to be.
  const decides = following !== undefined && following !== thread.following;
  if (!decides && read === thread.readOrd) return null;
  return {
    ...thread,
    readOrd: read,
    ...(decides && { following, version: thread.version + 1 }),
  };
}

type Reply = Pick<Message, 'seq' | 'sentAt' | 'senderId' | 'thread'>;

/** What is known of a message's thread, once this reply is; a device that sees all replies needs nothing else to count them. */
export function withReply(replies: Replies | undefined, { seq, sentAt, senderId, thread }: Reply): Replies | undefined {
  if (thread === undefined || thread.ord <= (replies?.count ?? 0)) return replies;
  const userIds = [senderId, ...(replies?.userIds ?? []).filter((userId) => userId !== senderId)];
  return { count: thread.ord, lastSeq: seq, lastAt: sentAt, userIds: userIds.slice(0, LIMITS.repliersListed) };
}

/** The one that knows more. Missing means that nothing was said, not that there is nothing. */
export function mergeReplies(a: Replies | undefined, b: Replies | undefined): Replies | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.count !== b.count) return b.count > a.count ? b : a;
  return b.userIds.length > a.userIds.length ? b : a;
}
