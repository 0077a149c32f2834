/** Every bound of the wire in one place. Sizes in bytes, times in milliseconds, counts in items. */
export const LIMITS = {
  /** Unicode code points of one message's text. */
  textCodePoints: 16_383,
  /** One socket frame or REST body; a larger frame closes the connection. */
  frameBytes: 256 * 1024,
  /** Mentions in one message. */
  mentions: 50,
  /** Messages that are forwarded as one, and the characters (UTF-16 units) of all their texts. */
  forwardItems: 100,
  mergedChars: 49_149,
  syncPage: 500,
  historyPage: 100,
  chatListPage: 200,
  userSearchPage: 50,
  batchSyncConversations: 200,
  watchedConversations: 50,
  presenceIds: 500,
  usersById: 200,
  /** People in a group. */
  groupMembers: 200,
  /** People that one call adds. */
  membersPerCall: 1_000,
  membersPage: 200,
  nameCodePoints: 64,
  loginLength: 64,
  passwordMin: 10,
  passwordMax: 256,
  accessTokenTtlMs: 15 * 60_000,
  refreshTokenTtlMs: 30 * 24 * 3_600_000,
  heartbeatMs: 30_000,
  /** A device acks its cursor at most this often. */
  cursorAckMs: 5_000,
  /** Sends of one device to one conversation that may be unanswered at a time. */
  inFlightPerConversation: 32,
} as const;
