/**
 * One row of the chat list, gathered from messages, read marks, rows of the server and signals in whatever order they
 * come. Every function is pure; together they commute and repeat without effect, so that live events, sync and
 * snapshots can be mixed.
 */
import {
  type ChatListItem,
  type Draft,
  type GroupProfile,
  type Heads,
  type Message,
  type Personal,
  type Receipt,
  type SeqRange,
  SystemContent,
  type SystemEvent,
} from '@parley/contract';
import {
  addPlaces,
  advanceReceipt,
  type InboxState,
  inboxAt,
  knownUpTo,
  mergeRanges,
  newerDraft,
  newerPersonal,
  NO_PERSONAL,
  type Ranges,
  rangesContain,
  unreadIn,
} from '@parley/core';
import { type Calls, callsOf, callsOnAll, callsOnMessage, callsOnRow, mentionOf, mergeCalls } from './calls.js';
import { headOf, type Told, toldOnHead } from './head.js';

export type GroupInfo = { readonly rev: number; readonly name: string | null; readonly memberCount: number };

export type ChatState = {
  readonly conversationId: string;
  /** What only the server's row says; null: known by its messages alone, the row still has to be fetched. */
  readonly base: (Pick<ChatListItem, 'kind' | 'peer'> & { readonly joinRequests?: number }) | null;
  /** What a group is called and how many are in it, as of a rev of the conversation: the newest counts. */
  readonly info: GroupInfo | null;
  /** My own role in it, likewise. */
  readonly role: { readonly rev: number; readonly role: string } | null;
  /** What it looks like and allows, likewise. */
  readonly profile: { readonly rev: number; readonly profile: GroupProfile } | null;
  /** Until when I may not send, likewise. */
  readonly muted: { readonly rev: number; readonly until: number | null } | null;
  /** inboxSeq of the newest entry that said whether the conversation is in my list. */
  readonly stamp: number;
  readonly gone: boolean;
  /** inboxSeq at which it last went: what was set for it before that is gone with it. */
  readonly goneAt: number;
  readonly head: ChatListItem['head'];
  /** A head that was told of without its messages: of a read-mode conversation. null: none yet. */
  readonly told: Told | null;
  readonly lastMessage: Message | null;
  readonly lastAt: number;
  readonly readSeq: number;
  readonly readOrd: number;
  /** Which unread messages call me. Missing in what an older release has stored. */
  readonly calls?: Calls;
  readonly peerReceipt: Receipt | null;
  /** Seqs that were purged: no gap, never shown. */
  readonly purged: Ranges;
  /** The first seq that I may see. */
  readonly firstSeq: number;
  /** Revs whose effect is in every message that this device holds: behind the head, a change is missing. */
  readonly revs: InboxState;
  readonly personal: Personal;
  /** What I typed and did not send; as of the server's clock. */
  readonly draft: Draft;
};

const NO_DRAFT: Draft = { text: '', updatedAt: 0 };

export function emptyChat(conversationId: string): ChatState {
  return {
    conversationId,
    base: null,
    info: null,
    role: null,
    profile: null,
    muted: null,
    stamp: 0,
    gone: false,
    goneAt: 0,
    head: { seq: 0, rev: 0, ord: 0 },
    told: null,
    lastMessage: null,
    lastAt: 0,
    readSeq: 0,
    readOrd: 0,
    peerReceipt: null,
    purged: [],
    firstSeq: 1,
    revs: inboxAt(0),
    personal: NO_PERSONAL,
    draft: NO_DRAFT,
  };
}

/** An entry of my inbox about the conversation: I am in it, as of this inboxSeq. */
export function chatOnSeen(state: ChatState, stamp: number): ChatState {
  if (stamp <= state.stamp) return state;
  // What was gone and is back may have changed meanwhile: the row is fetched anew.
  return { ...state, stamp, gone: false, base: state.gone ? null : state.base };
}

/**
 * A message of the conversation; one's own moves one's read mark, as the server derives it. Not so a reply in a thread: who speaks
 * there has not read the flow.
 */
export function chatOnMessage(state: ChatState, message: Message, myId: string): ChatState {
  const { seq, rev, ord } = message;
  const head = {
    seq: Math.max(state.head.seq, seq),
    rev: Math.max(state.head.rev, rev),
    ord: Math.max(state.head.ord, ord),
  };
  const reads = message.senderId === myId && message.thread === undefined;
  return {
    ...state,
    ...afterSystem(state, message, myId),
    head,
    lastMessage: newerOf(state, message),
    lastAt: Math.max(state.lastAt, message.sentAt),
    calls: callsOnMessage(callsOf(state), message, myId),
    readSeq: reads ? Math.max(state.readSeq, seq) : state.readSeq,
    readOrd: reads ? Math.max(state.readOrd, ord) : state.readOrd,
    revs: addPlaces(state.revs, [rev]),
  };
}

/**
 * A message that was changed, by an entry that names the rev of the change; it is no newer message than before. But of my own ones it
 * may be the first that I hear: their place was told, and the answer to the send was lost.
 */
export function chatOnChange(
  known: ChatState,
  { revs, message }: { revs: readonly number[]; message: Message },
  myId: string,
): ChatState {
  const state = message.senderId === myId ? chatOnMessage(known, message, myId) : known;
  const last = state.lastMessage;
  return {
    ...state,
    head: { ...state.head, rev: Math.max(state.head.rev, message.rev, ...revs) },
    lastMessage: last !== null && last.seq === message.seq && message.rev > last.rev ? message : last,
    calls: callsOnMessage(callsOf(state), message, myId),
    revs: addPlaces(state.revs, [...revs, message.rev]),
  };
}

/** Everything up to this rev was given, for every message that this device holds. */
export function chatOnRevs(state: ChatState, rev: number): ChatState {
  const revs = knownUpTo(state.revs, rev);
  return revs === state.revs ? state : { ...state, revs };
}

/** I deleted messages for myself; the last one left is not known until the row says it. */
export function chatOnHidden(state: ChatState, ranges: readonly SeqRange[]): ChatState {
  const purged = chatOnPurged(state, ranges);
  const last = state.lastMessage;
  return last !== null && rangesContain(purged.purged, last.seq) ? { ...purged, lastMessage: null } : purged;
}

type Group = Pick<ChatState, 'info' | 'role' | 'profile' | 'muted'>;

function groupOf({ info, role, profile, muted }: ChatState): Group {
  return { info, role, profile, muted };
}

/** What a system message says of the group. */
function afterSystem(state: ChatState, { rev, senderId, content }: Message, myId: string): Group {
  const before = groupOf(state);
  if (content.type !== 'system') return before;
  const parsed = SystemContent.safeParse(content);
  if (!parsed.success) return before;
  const { system } = parsed.data;
  const { name, memberCount, profile } = system;
  const role = system.event === 'role' ? roleTold(system, senderId, myId) : null;
  return newerGroup(before, {
    info: { rev, name, memberCount },
    role: role === null ? null : { rev, role },
    profile: profile === undefined ? null : { rev, profile },
    muted: mutedTold(system, rev, myId),
  });
}

/** A newcomer comes in unmuted. */
function mutedTold(system: SystemEvent, rev: number, myId: string): ChatState['muted'] {
  if (system.event === 'muted' && system.userId === myId) return { rev, until: system.until };
  return system.event === 'added' && system.userIds.includes(myId) ? { rev, until: null } : null;
}

/** Of each part what is newer. */
function newerGroup(current: Group, next: { readonly [K in keyof Group]?: Group[K] }): Group {
  return {
    info: newerOr(current.info, next.info),
    role: newerOr(current.role, next.role),
    profile: newerOr(current.profile, next.profile),
    muted: newerOr(current.muted, next.muted),
  };
}

/** States that an earlier release stored lack parts. */
function newerOr<T extends { readonly rev: number }>(
  current: T | null | undefined,
  next: T | null | undefined,
): T | null {
  return next == null ? (current ?? null) : newerBy(current ?? null, next);
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

/** I set something for it, here or on another device. */
export function chatOnPersonal(state: ChatState, personal: Personal): ChatState {
  const newer = newerPersonal(state.personal, personal);
  return newer === state.personal ? state : { ...state, personal: newer };
}

/** I typed, here or on another device. */
export function chatOnDraft(state: ChatState, draft: Draft): ChatState {
  const newer = newerDraft(state.draft, draft);
  return newer === state.draft ? state : { ...state, draft: newer };
}

/** The server's answer to a draft of this device. It may count as earlier than told, by a clock that is ahead. */
export function chatOnDraftKept(state: ChatState, told: Draft, kept: Draft): ChatState {
  const { text, updatedAt } = state.draft;
  const still = text === told.text && updatedAt === told.updatedAt;
  return still ? { ...state, draft: kept } : chatOnDraft(state, kept);
}

/** A row as the server sees it, true as of this inboxSeq. */
export function chatOnItem(state: ChatState, item: ChatListItem, stamp: number): ChatState {
  const { kind, peer, joinRequests } = item;
  const base = stamp >= state.stamp || state.base === null ? { kind, peer, joinRequests } : state.base;
  const ahead = item.head.seq > state.head.seq || (item.head.seq === state.head.seq && item.head.rev >= state.head.rev);
  const peerReceipt = item.peerReceipt === null ? state.peerReceipt : mergeReceipt(state.peerReceipt, item.peerReceipt);
  return chatOnRead(
    {
      ...state,
      ...newerGroup(groupOf(state), groupTold(item)),
      base,
      gone: stamp >= state.stamp ? false : state.gone,
      stamp: Math.max(state.stamp, stamp),
      head: {
        seq: Math.max(state.head.seq, item.head.seq),
        rev: Math.max(state.head.rev, item.head.rev),
        ord: Math.max(state.head.ord, item.head.ord),
      },
      lastMessage: ahead ? item.lastMessage : state.lastMessage,
      lastAt: Math.max(state.lastAt, item.lastAt),
      calls: callsOnRow(callsOf(state), { seq: item.mentionSeq ?? 0, rev: item.head.rev }),
      peerReceipt,
      personal: newerPersonal(state.personal, item.personal),
      draft: item.draft === null ? state.draft : newerDraft(state.draft, item.draft),
    },
    item,
  );
}

/** A direct conversation says nothing of the kind. */
function groupTold({ head: { rev }, name, memberCount, role, profile, mutedUntil }: ChatListItem): Partial<Group> {
  if (memberCount === null) return {};
  return {
    info: { rev, name, memberCount },
    role: role === null ? null : { rev, role },
    profile: profile == null ? null : { rev, profile },
    muted: { rev, until: mutedUntil ?? null },
  };
}

/** What the entry pointed at is not mine to see any more: one message, or the conversation. */
export function chatOnGone(state: ChatState, seq: number | undefined, stamp: number): ChatState {
  // What was not mine to see while I was away may be when I come back: the server says so anew.
  if (seq === undefined) {
    const goneAt = Math.max(state.goneAt, stamp);
    return stamp >= state.stamp ? { ...state, gone: true, goneAt, stamp, purged: [] } : { ...state, goneAt };
  }
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

/** The server told how far the conversation is; its messages are pulled when it is opened. */
export function chatOnHead(before: ChatState, { seq, rev, ord, at, allSeq }: Omit<Heads, 'conversationId'>): ChatState {
  if (before.gone) return before;
  const calls = allSeq === undefined ? before.calls : callsOnAll(callsOf(before), { seq: allSeq, rev });
  const state = calls === undefined || calls === before.calls ? before : { ...before, calls };
  const told = toldOnHead(state.told, { seq, rev, ord, at });
  return told === state.told ? state : { ...state, told };
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
export function mergeChats(mine: ChatState, b: ChatState): ChatState {
  const a = b.told == null ? mine : chatOnHead(mine, b.told);
  const own = chatOnDraft(chatOnPersonal(mergeRows(a, b), b.personal), b.draft);
  return { ...own, goneAt: Math.max(own.goneAt, b.goneAt), calls: mergeCalls(callsOf(a), callsOf(b)) };
}

function mergeRows(a: ChatState, b: ChatState): ChatState {
  const item = itemOf({ ...b, told: null });
  const purged = { ...chatOnPurged(a, b.purged), revs: a.revs.cursor <= b.revs.cursor ? a.revs : b.revs };
  const withMessage = b.lastMessage === null ? purged : chatOnMessage(purged, b.lastMessage, '');
  if (b.gone) return chatOnRead(chatOnGone(withMessage, undefined, b.stamp), b);
  if (item === null) return chatOnRead(withMessage, b);
  const merged = chatOnItem({ ...withMessage, ...groupOf(a) }, { ...item, memberCount: null }, b.stamp);
  return { ...merged, ...newerGroup(groupOf(a), groupOf(b)) };
}

/** The row as the chat list shows it; null while the server's part is missing or the conversation is gone. */
export function itemOf(state: ChatState): ChatListItem | null {
  if (state.base === null || state.gone) return null;
  const { conversationId, base, info, lastMessage, readSeq, readOrd, peerReceipt } = state;
  const head = headOf(state);
  const lastAt = Math.max(state.lastAt, state.told?.at ?? 0);
  const unread = unreadIn(head.ord, readOrd);
  const own = { personal: personalOf(state), draft: state.draft.updatedAt === 0 ? null : state.draft };
  const group = {
    name: info?.name ?? null,
    memberCount: info?.memberCount ?? null,
    role: state.role?.role ?? null,
    profile: state.profile?.profile ?? null,
    mutedUntil: state.muted?.until ?? null,
    joinRequests: base.joinRequests ?? 0,
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
    mentionSeq: mentionOf(state),
    peerReceipt,
    ...own,
  };
}

/** A conversation that went and came back begins with nothing set, as it does on the server. */
function personalOf({ personal, goneAt }: ChatState): Personal {
  return personal.version > goneAt ? personal : NO_PERSONAL;
}
