import {
  type ChatListItem,
  type Draft,
  ENTRIES,
  type KnownEntry,
  type Message,
  type NotificationSettings,
  type OwnStatus,
  Personal,
  type Preferences,
  ReadState,
  type Scheduled,
  type ThreadState,
} from '@parley/contract';
import { ENTRY_KIND, type InboxRow } from '@parley/db';

/** What a pointer points at, as far as its owner may see it. */
export type Pointed = {
  message: Message | undefined;
  item: ChatListItem | undefined;
  draft: Draft | undefined;
  scheduled: ReadonlyMap<string, Scheduled>;
  thread: ThreadState | undefined;
  settings: NotificationSettings;
  status: OwnStatus;
  preferences: Preferences;
};

/** Row → wire. What can't be served any more is `gone`, so that inboxSeq stays contiguous. */
export function entryView(row: InboxRow, pointed: Pointed): KnownEntry {
  const { message, item, draft, scheduled, thread } = pointed;
  const { inboxSeq, conversationId, rev, seq } = row;
  const base = { inboxSeq, v: 1, conversationId, rev } as const;
  const gone = { ...base, kind: 'gone', ...(seq === null ? {} : { seq }) } as const;
  switch (row.kind) {
    case ENTRY_KIND.message:
      return message === undefined ? gone : { ...base, kind: 'message', seq: message.seq, message };
    case ENTRY_KIND.conversation:
      return item === undefined ? gone : { ...base, kind: 'conversation', item };
    case ENTRY_KIND.change: {
      const change = ENTRIES.change.pick({ by: true }).safeParse(row.payload);
      return message === undefined || !change.success
        ? gone
        : { ...base, kind: 'change', seq: message.seq, ...change.data, message };
    }
    case ENTRY_KIND.hidden: {
      const hidden = ENTRIES.hidden.pick({ ranges: true }).safeParse(row.payload);
      return hidden.success ? { ...base, kind: 'hidden', ...hidden.data } : gone;
    }
    case ENTRY_KIND.saved: {
      const saved = ENTRIES.saved.pick({ savedAt: true }).safeParse(row.payload);
      return saved.success && seq !== null ? { ...base, kind: 'saved', seq, ...saved.data } : gone;
    }
    case ENTRY_KIND.scheduled: {
      const id = scheduledIdOf(row);
      return id === null ? gone : { ...base, kind: 'scheduled', scheduledId: id, scheduled: scheduled.get(id) ?? null };
    }
    case ENTRY_KIND.thread:
      return thread === undefined ? gone : { ...base, kind: 'thread', seq: thread.seq, thread };
    case ENTRY_KIND.notifications:
      return { inboxSeq, v: 1, kind: 'notifications', settings: pointed.settings };
    case ENTRY_KIND.status:
      return { inboxSeq, v: 1, kind: 'status', status: pointed.status };
    case ENTRY_KIND.preferences:
      return { inboxSeq, v: 1, kind: 'preferences', preferences: pointed.preferences };
    case ENTRY_KIND.read: {
      const read = ReadState.safeParse(row.payload);
      return read.success ? { ...base, kind: 'read', ...read.data } : gone;
    }
    case ENTRY_KIND.personal: {
      const personal = Personal.safeParse(row.payload);
      return personal.success ? { ...base, kind: 'personal', personal: personal.data } : gone;
    }
    case ENTRY_KIND.draft:
      // Of a conversation that is not theirs any more; what it said of the draft is of no use.
      return { ...base, kind: 'draft', draft: draft ?? { text: '', updatedAt: 0 } };
    default:
      // Written by a later release that was rolled back: the place counts, the content can't be told.
      return gone;
  }
}

/** The scheduled message that an entry points at; null for any other entry. */
export function scheduledIdOf({ kind, payload }: InboxRow): string | null {
  if (kind !== ENTRY_KIND.scheduled) return null;
  return ENTRIES.scheduled.pick({ scheduledId: true }).safeParse(payload).data?.scheduledId ?? null;
}
