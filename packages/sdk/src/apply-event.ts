/**
 * Which reducer a durable change goes to. The tables are total over the kinds of the contract: a new kind does not
 * compile until it says here what it does to the chat list and to a timeline.
 */
import {
  ENTRIES,
  type EntryKind,
  isKnownEntry,
  type InboxEntry,
  type KnownEntry,
  type Message,
} from '@parley/contract';
import {
  type ChatState,
  chatOnChange,
  chatOnDraft,
  chatOnGone,
  chatOnHidden,
  chatOnItem,
  chatOnMessage,
  chatOnPersonal,
  chatOnRead,
  chatOnSeen,
} from './cache/chat.js';
import {
  type TimelineState,
  timelineOnChange,
  timelineOnGone,
  timelineOnHead,
  timelineOnMessages,
  timelineOnPurged,
} from './cache/timeline.js';

/** What belongs to no conversation has its own place: parts.ts. */
const OWN_KINDS = ['notifications', 'status', 'preferences'] as const satisfies readonly EntryKind[];
type OwnKind = (typeof OWN_KINDS)[number];
export type OwnEntry = Extract<KnownEntry, { kind: OwnKind }>;
type TimelineKind = Exclude<EntryKind, OwnKind>;
export type TimelineEntry = Extract<KnownEntry, { kind: TimelineKind }>;
type EntryOf<K extends EntryKind> = Extract<KnownEntry, { kind: K }>;
type Reducer<K extends EntryKind> = {
  chat(state: ChatState, entry: EntryOf<K>, myId: string): ChatState;
  timeline(state: TimelineState, entry: EntryOf<K>, myId: string): TimelineState;
  /** What goes into the message store. */
  messages(entry: EntryOf<K>): readonly Message[];
};
type Reducers = { readonly [K in Exclude<keyof typeof ENTRIES, OwnKind>]: Reducer<K> };

const REDUCERS: Reducers = {
  message: {
    chat: (state, entry, myId) => chatOnMessage(chatOnSeen(state, entry.inboxSeq), entry.message, myId),
    timeline: (state, entry) => timelineOnMessages(state, [entry.message]),
    messages: (entry) => [entry.message],
  },
  change: {
    chat: (state, { rev, message }, myId) => chatOnChange(state, { revs: [rev], message }, myId),
    timeline: (state, entry, myId) => timelineOnChange(state, entry, myId),
    messages: (entry) => [entry.message],
  },
  hidden: {
    chat: (state, entry) => chatOnHidden(state, entry.ranges),
    timeline: (state, entry) => timelineOnPurged(state, entry.ranges),
    messages: () => [],
  },
  saved: {
    chat: (state) => state,
    timeline: (state) => state,
    messages: () => [],
  },
  scheduled: {
    chat: (state) => state,
    timeline: (state) => state,
    messages: () => [],
  },
  thread: {
    chat: (state) => state,
    timeline: (state) => state,
    messages: () => [],
  },
  read: {
    chat: (state, entry) => chatOnRead(state, entry),
    timeline: (state) => state,
    messages: () => [],
  },
  conversation: {
    chat: (state, entry) => chatOnItem(state, entry.item, entry.inboxSeq),
    timeline: (state, entry) =>
      timelineOnMessages(
        timelineOnHead(state, entry.item.head),
        entry.item.lastMessage === null ? [] : [entry.item.lastMessage],
      ),
    messages: (entry) => (entry.item.lastMessage === null ? [] : [entry.item.lastMessage]),
  },
  personal: {
    chat: (state, entry) => chatOnPersonal(chatOnSeen(state, entry.inboxSeq), entry.personal),
    timeline: (state) => state,
    messages: () => [],
  },
  draft: {
    chat: (state, entry) => chatOnDraft(state, entry.draft),
    timeline: (state) => state,
    messages: () => [],
  },
  gone: {
    chat: (state, entry) => chatOnGone(state, entry.seq, entry.inboxSeq),
    timeline: (state, entry) =>
      entry.seq === undefined ? timelineOnGone(state) : timelineOnPurged(state, [{ from: entry.seq, to: entry.seq }]),
    messages: () => [],
  },
};

export function isOwnEntry(entry: KnownEntry): entry is OwnEntry {
  return (OWN_KINDS as readonly EntryKind[]).includes(entry.kind);
}

/** Entries that this build understands; the others keep their place in the inbox and nothing else. */
export function knownEntries(entries: readonly InboxEntry[]): KnownEntry[] {
  return entries.filter(isKnownEntry);
}

export function applyToChat(state: ChatState, entry: TimelineEntry, myId: string): ChatState {
  return reducerOf(entry.kind).chat(state, entry, myId);
}

export function applyToTimeline(state: TimelineState, entry: TimelineEntry, myId: string): TimelineState {
  return reducerOf(entry.kind).timeline(state, entry, myId);
}

export function messagesOf(entry: TimelineEntry): readonly Message[] {
  return reducerOf(entry.kind).messages(entry);
}

/** The new messages among them, by conversation. */
export function saidIn(entries: readonly KnownEntry[]): ReadonlyMap<string, readonly Message[]> {
  const said = new Map<string, Message[]>();
  for (const entry of entries) {
    if (entry.kind !== 'message') continue;
    const messages = said.get(entry.conversationId);
    if (messages === undefined) said.set(entry.conversationId, [entry.message]);
    else messages.push(entry.message);
  }
  return said;
}

/** The compiler can't see that an entry and the reducer of its kind belong together; the table's type has checked it. */
function reducerOf(kind: TimelineKind): Reducer<TimelineKind> {
  return REDUCERS[kind] as unknown as Reducer<TimelineKind>;
}
