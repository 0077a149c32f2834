/** Numbers that hot tables store instead of words; only ever added to. */
export const MESSAGE_KIND = { text: 1, system: 2, sealed: 3, recalled: 4, forward: 10, merged: 11 } as const;

/** inbox_entry.kind; ack_cursors derives delivered from the entries of kind `message`. */
export const ENTRY_KIND = {
  message: 1,
  read: 2,
  conversation: 3,
  change: 4,
  hidden: 5,
  saved: 6,
  personal: 7,
  draft: 8,
  scheduled: 9,
  thread: 10,
  notifications: 11,
  status: 12,
  preferences: 13,
} as const;
export type EntryKindCode = (typeof ENTRY_KIND)[keyof typeof ENTRY_KIND];
