import * as z from 'zod';
import { ChatListItem } from './conversation.js';
import { Counter, Id, Millis } from './ids.js';
import { Message, SeqRange } from './message.js';
import { NotificationSettings } from './notification.js';
import { Draft, Personal } from './personal.js';
import { Preferences } from './preferences.js';
import { OwnStatus } from './presence.js';
import { Scheduled } from './scheduled.js';
import { ThreadState } from './thread.js';

const base = { inboxSeq: Counter, v: z.literal(1) };

/** A message was sent to a conversation of mine; the body travels with the entry, the store keeps a pointer. */
export const MessageEntry = z.object({
  ...base,
  kind: z.literal('message'),
  conversationId: Id,
  seq: Counter,
  rev: Counter,
  message: Message,
});

/** A message that I can see was changed: edited, recalled, reacted to, pinned. It comes as it is now; the highest rev counts. */
export const ChangeEntry = z.object({
  ...base,
  kind: z.literal('change'),
  conversationId: Id,
  seq: Counter,
  rev: Counter,
  by: Id.meta({ description: 'Who changed it.' }),
  message: Message,
});

/** Messages that I deleted for myself, on any of my devices: present for gap detection, never shown. */
export const HiddenEntry = z.object({
  ...base,
  kind: z.literal('hidden'),
  conversationId: Id,
  rev: Counter,
  ranges: z.array(SeqRange),
});

/** I saved a message for myself, or took it off again. */
export const SavedEntry = z.object({
  ...base,
  kind: z.literal('saved'),
  conversationId: Id,
  rev: Counter,
  seq: Counter,
  savedAt: Millis.nullable(),
});

/** A scheduled message of mine came, changed or went. It comes as it is now; the highest version counts. */
export const ScheduledEntry = z.object({
  ...base,
  kind: z.literal('scheduled'),
  conversationId: Id,
  rev: Counter,
  scheduledId: Id,
  scheduled: Scheduled.nullable().meta({ description: 'null: it was deleted.' }),
});

/** Something was said in a thread that I follow, or I followed, read or typed in one. Served as it is now: see core's mergeThread. */
export const ThreadEntry = z.object({
  ...base,
  kind: z.literal('thread'),
  conversationId: Id,
  rev: Counter,
  seq: Counter.meta({ description: 'The message that the thread hangs on.' }),
  thread: ThreadState,
});

/** I read on another device. */
export const ReadEntry = z.object({
  ...base,
  kind: z.literal('read'),
  conversationId: Id,
  rev: Counter,
  readSeq: Counter,
  readOrd: Counter,
});

/** A conversation appeared in my chat list, or changed in a way that only a fresh row says. */
export const ConversationEntry = z.object({
  ...base,
  kind: z.literal('conversation'),
  conversationId: Id,
  rev: Counter,
  item: ChatListItem,
});

/** I pinned, muted, hid or marked it, on whichever device: all of it, as it is then. */
export const PersonalEntry = z.object({
  ...base,
  kind: z.literal('personal'),
  conversationId: Id,
  rev: Counter,
  personal: Personal,
});

/** I typed, sent or cleared what I had typed, on whichever device. Served as it is now: an older text is kept nowhere. */
export const DraftEntry = z.object({
  ...base,
  kind: z.literal('draft'),
  conversationId: Id,
  rev: Counter,
  draft: Draft,
});

/** I set when I am notified, on whichever device. Served as it is now. */
export const NotificationsEntry = z.object({
  ...base,
  kind: z.literal('notifications'),
  settings: NotificationSettings,
});

/** I set how others see me, on whichever device. Served as it is now. */
export const StatusEntry = z.object({
  ...base,
  kind: z.literal('status'),
  status: OwnStatus,
});

/** I set how I like my client, on whichever device. Served as it is now. */
export const PreferencesEntry = z.object({
  ...base,
  kind: z.literal('preferences'),
  preferences: Preferences,
});

/** What the entry pointed at was purged or is not mine to see any more; keeps inboxSeq contiguous. */
export const GoneEntry = z.object({
  ...base,
  kind: z.literal('gone'),
  conversationId: Id,
  rev: Counter,
  seq: Counter.optional(),
});

/** Durable changes by kind; kinds are only ever added. A client keeps its place past kinds that it doesn't know. */
export const ENTRIES = {
  message: MessageEntry,
  read: ReadEntry,
  conversation: ConversationEntry,
  personal: PersonalEntry,
  draft: DraftEntry,
  gone: GoneEntry,
  change: ChangeEntry,
  hidden: HiddenEntry,
  saved: SavedEntry,
  scheduled: ScheduledEntry,
  thread: ThreadEntry,
  notifications: NotificationsEntry,
  status: StatusEntry,
  preferences: PreferencesEntry,
} as const;

export const KnownEntry = z
  .discriminatedUnion('kind', [
    MessageEntry,
    ReadEntry,
    ConversationEntry,
    GoneEntry,
    ChangeEntry,
    HiddenEntry,
    SavedEntry,
    PersonalEntry,
    DraftEntry,
    ScheduledEntry,
    ThreadEntry,
    NotificationsEntry,
    StatusEntry,
    PreferencesEntry,
  ])
  .meta({ id: 'InboxEntry' });
export type KnownEntry = z.infer<typeof KnownEntry>;
export type EntryKind = KnownEntry['kind'];

/** An entry of a kind that this build doesn't know. */
export const UnknownEntry = z.looseObject({ inboxSeq: Counter, kind: z.string() });
export type UnknownEntry = z.infer<typeof UnknownEntry>;

export type InboxEntry = KnownEntry | UnknownEntry;

export function isKnownEntry(entry: InboxEntry): entry is KnownEntry {
  return Object.hasOwn(ENTRIES, entry.kind);
}
