/**
 * One row of the chat list, gathered from messages, read marks, rows of the server and signals in whatever order they
 * come. Every function is pure; together they commute and repeat without effect, so that live events, sync and
 * snapshots can be mixed.
 */
import { type ChatListItem, type Message, type Receipt, type SeqRange, SystemContent } from '@parley/contract';
import { advanceReceipt, isCalled, mergeRanges, type Ranges } from '@parley/core';

export type GroupInfo = { readonly rev: number; readonly name: string | null; readonly memberCount: number };

export type ChatState = {
  readonly conversationId: string;
  /** What only the server's row says; null: known by its messages alone, the row still has to be fetched. */
  readonly base: Pick<ChatListItem, 'kind' | 'peer'> | null;
  /** What a group is called and how many are in it, as of a rev of the conversation: the newest counts. */
  readonly info: GroupInfo | null;
  /** My own role in it, likewise. */
  readonly role: { readonly rev: number; readonly role: string } | null;
  /** inboxSeq of the newest entry that said whether the conversation is in my list. */
  readonly stamp: number;
  readonly gone: boolean;
  readonly head: ChatListItem['head'];
  readonly lastMessage: Message | null;
  readonly lastAt: number;
  readonly readSeq: number;
  readonly readOrd: number;
  /** The newest message that calls me, read or not; 0: none. Missing in what an older release has stored. */
  readonly mentionSeq?: number;
  readonly peerReceipt: Receipt | null;
  /** Seqs that were purged: no gap, never shown. */
  readonly purged: Ranges;
  /** The first seq that I may see. */
  readonly firstSeq: number;
};

export function emptyChat(conversationId: string): ChatState {
  return {
    conversationId,
    base: null,
    info: null,
    role: null,
    stamp: 0,
    gone: false,
    head: { seq: 0, rev: 0, ord: 0 },
    lastMessage: null,
    lastAt: 0,
    readSeq: 0,
    readOrd: 0,
    peerReceipt: null,
    purged: [],
    firstSeq: 1,
  };
}

/** An entry of my inbox about the conversation: I am in it, as of this inboxSeq. */
export function chatOnSeen(state: ChatState, stamp: number): ChatState {
  if (stamp <= state.stamp) return state;
  // What was gone and is back may have changed meanwhile: the row is fetched anew.
  return { ...state, stamp, gone: false, base: state.gone ? null : state.base };
}

/** A message of the conversation; one's own moves one's read mark, as the server derives it. */
export function chatOnMessage(state: ChatState, message: Message, myId: string): ChatState {
  const { seq, rev, ord } = message;
  const head = {
    seq: Math.max(state.head.seq, seq),
    rev: Math.max(state.head.rev, rev),
    ord: Math.max(state.head.ord, ord),
  };
  const mine = message.senderId === myId;
  return {
    ...state,
    ...afterSystem(state, message, myId),
    head,
    lastMessage: newerOf(state, message),
    lastAt: Math.max(state.lastAt, message.sentAt),
    mentionSeq: Math.max(mentionOf(state), !mine && isCalled(message.content, myId) ? seq : 0),
    readSeq: mine ? Math.max(state.readSeq, seq) : state.readSeq,
    readOrd: mine ? Math.max(state.readOrd, ord) : state.readOrd,
  };
}

function mentionOf({ mentionSeq }: ChatState): number {
  return mentionSeq ?? 0;
}

type Group = Pick<ChatState, 'info' | 'role'>;

/** What a system message says of the group. */
function afterSystem({ info, role }: Group, { rev, senderId, content }: Message, myId: string): Group {
  if (content.type !== 'system') return { info, role };
  const parsed = SystemContent.safeParse(content);
  if (!parsed.success) return { info, role };
  const { system } = parsed.data;
  const { name, memberCount } = system;
  const told = system.event === 'role' ? roleTold(system, senderId, myId) : null;
  return {
    info: newerBy(info, { rev, name, memberCount }),
    role: told === null ? role : newerBy(role, { rev, role: told }),
  };
}

/** My own role by this message; null when it says nothing of me. Who hands the group over becomes an admin. */
function roleTold({ userId, role }: { userId: string; role: string }, senderId: string, myId: string): string | null {
  if (userId === myId) return role;
  return senderId === myId && role === 'owner' ? 'admin' : null;
}

function newerBy<T extends { readonly rev: number }>(current: T | null, next: T): T {
  return current === null || next.rev >= current.rev ? next : current;
}

function newerOf(state: ChatState, message: Message): Message | null {
  if (message.seq > state.head.seq) return message;
  const last = state.lastMessage;
  return last !== null && message.seq === last.seq && message.rev > last.rev ? message : last;
}

/** I read, here or on another device. */
export function chatOnRead(state: ChatState, read: { readSeq: number; readOrd: number }): ChatState {
  if (read.readSeq <= state.readSeq && read.readOrd <= state.readOrd) return state;
  return {
    ...state,
    readSeq: Math.max(state.readSeq, read.readSeq),
    readOrd: Math.max(state.readOrd, read.readOrd),
  };
}

/** A row as the server sees it, true as of this inboxSeq. */
export function chatOnItem(state: ChatState, item: ChatListItem, stamp: number): ChatState {
  const base = stamp >= state.stamp || state.base === null ? { kind: item.kind, peer: item.peer } : state.base;
  const ahead = item.head.seq > state.head.seq || (item.head.seq === state.head.seq && item.head.rev >= state.head.rev);
  const peerReceipt = item.peerReceipt === null ? state.peerReceipt : mergeReceipt(state.peerReceipt, item.peerReceipt);
  const { rev } = item.head;
  const { name, memberCount, role } = item;
  return chatOnRead(
    {
      ...state,
      base,
      info: memberCount === null ? state.info : newerBy(state.info, { rev, name, memberCount }),
      role: role === null ? state.role : newerBy(state.role, { rev, role }),
      gone: stamp >= state.stamp ? false : state.gone,
      stamp: Math.max(state.stamp, stamp),
      head: {
        seq: Math.max(state.head.seq, item.head.seq),
        rev: Math.max(state.head.rev, item.head.rev),
        ord: Math.max(state.head.ord, item.head.ord),
      },
      lastMessage: ahead ? item.lastMessage : state.lastMessage,
      lastAt: Math.max(state.lastAt, item.lastAt),
      mentionSeq: Math.max(mentionOf(state), item.mentionSeq ?? 0),
      peerReceipt,
    },
    item,
  );
}

/** What the entry pointed at is not mine to see any more: one message, or the conversation. */
export function chatOnGone(state: ChatState, seq: number | undefined, stamp: number): ChatState {
  if (seq === undefined) return stamp >= state.stamp ? { ...state, gone: true, stamp } : state;
  const purged = chatOnPurged(state, [{ from: seq, to: seq }]);
  return seq < state.head.seq ? purged : { ...purged, head: { ...state.head, seq }, lastMessage: null };
}

export function chatOnPurged(state: ChatState, purged: readonly SeqRange[]): ChatState {
  return purged.length === 0 ? state : { ...state, purged: mergeRanges(state.purged, purged) };
}

/** History said where the part begins that I may see. */
export function chatOnFirstSeq(state: ChatState, firstSeq: number): ChatState {
  return firstSeq === state.firstSeq ? state : { ...state, firstSeq: Math.max(1, firstSeq) };
}

/** Somebody's watermarks moved; only the other person's of a direct conversation are shown. */
export function chatOnReceipt(state: ChatState, receipt: Receipt): ChatState {
  if (state.base?.peer?.userId !== receipt.userId) return state;
  const peerReceipt = mergeReceipt(state.peerReceipt, receipt);
  return peerReceipt === state.peerReceipt ? state : { ...state, peerReceipt };
}

function mergeReceipt(current: Receipt | null, next: Receipt): Receipt {
  return current === null || current.userId !== next.userId ? next : advanceReceipt(current, next);
}

/** Two states of the same row, of this tab and of the storage. */
export function mergeChats(a: ChatState, b: ChatState): ChatState {
  const item = itemOf(b);
  const purged = chatOnPurged({ ...a, mentionSeq: Math.max(mentionOf(a), mentionOf(b)) }, b.purged);
  const withMessage = b.lastMessage === null ? purged : chatOnMessage(purged, b.lastMessage, '');
  if (b.gone) return chatOnRead(chatOnGone(withMessage, undefined, b.stamp), b);
  if (item === null) return chatOnRead(withMessage, b);
  const merged = chatOnItem(
    { ...withMessage, info: a.info, role: a.role },
    { ...item, memberCount: null, role: null },
    b.stamp,
  );
  return {
    ...merged,
    info: b.info == null ? a.info : newerBy(a.info, b.info),
    role: b.role == null ? a.role : newerBy(a.role, b.role),
  };
}

/** The row as the chat list shows it; null while the server's part is missing or the conversation is gone. */
export function itemOf(state: ChatState): ChatListItem | null {
  if (state.base === null || state.gone) return null;
  const { conversationId, base, info, head, lastMessage, lastAt, readSeq, readOrd, peerReceipt } = state;
  const unread = Math.max(0, head.ord - readOrd);
  const called = mentionOf(state);
  const mentionSeq = called > readSeq ? called : null;
  const group = {
    name: info?.name ?? null,
    memberCount: info?.memberCount ?? null,
    role: state.role?.role ?? null,
  };
  return {
    conversationId,
    ...base,
    ...group,
    head,
    lastMessage,
    lastAt,
    readSeq,
    readOrd,
    unread,
    mentionSeq,
    peerReceipt,
  };
}
