/** Every bound of the wire in one place. Sizes in bytes, times in milliseconds, counts in items. */
export const LIMITS = {
  /** What one heartbeat may say of each thing that its device saw of deliveries. */
  seenPerHeartbeat: 100_000,
  /** Unicode code points of one message's text. */
  textCodePoints: 16_383,
  /** What can be sent can be a draft. */
  draftCodePoints: 16_383,
  /** A device tells its draft of a conversation at most this often. */
  draftEveryMs: 2_000,
  /** One socket frame or REST body; a larger frame closes the connection. */
  frameBytes: 256 * 1024,
  /** Mentions in one message. */
  mentions: 50,
  /** Messages that are forwarded as one, and the characters (UTF-16 units) of all their texts. */
  forwardItems: 100,
  mergedChars: 49_149,
  syncPage: 500,
  historyPage: 100,
  /** Changed messages of one timeline in one answer. */
  changedPage: 200,
  /** Different emoji on one message. */
  reactionKinds: 50,
  /** People named with a reaction; the rest are counted. */
  reactorsListed: 20,
  /** People named as the last ones who replied in a thread. */
  repliersListed: 3,
  threadPage: 100,
  /** UTF-16 units of one emoji; the longest family has 25. */
  emojiUnits: 40,
  /** Pinned messages of a conversation. */
  pins: 100,
  /** Messages that one call deletes for oneself. */
  hidePerCall: 100,
  savedPage: 100,
  /** Messages of one person that wait for their time, or were missed or refused. */
  scheduledPerUser: 200,
  scheduledPage: 100,
  /** A time that was over by so much when it arrived means: now. */
  scheduledPastMs: 60_000,
  scheduledAheadMs: 366 * 24 * 3_600_000,
  /** One that comes up later than this is missed, not sent. */
  scheduledLateMs: 3_600_000,
  /** Words of one person that wake them. */
  keywords: 20,
  keywordCodePoints: 64,
  pushEndpointChars: 2_048,
  pushRecordPage: 100,
  chatListPage: 200,
  userSearchPage: 50,
  batchSyncConversations: 200,
  watchedConversations: 50,
  /** People whose presence one call asks about, and whom one connection looks at. */
  presenceIds: 500,
  statusCodePoints: 100,
  usersById: 200,
  /** People in one page of who has read a message. */
  readersPage: 200,
  /** Messages whose readers one call counts. */
  readerCounts: 100,
  /** People in a group. */
  groupMembers: 10_000,
  /** People that one call adds. */
  membersPerCall: 1_000,
  membersPage: 200,
  /** People whom a system message names; it counts the others. */
  namedInEvent: 20,
  /** Heads of large conversations in the answer to a heartbeat or a sync. */
  headsPerAnswer: 500,
  nameCodePoints: 64,
  avatarTints: 8,
  topicCodePoints: 250,
  announcementCodePoints: 2_000,
  /** The longest that members may have to wait between two messages. */
  slowSeconds: 3_600,
  /** Of the messages before one came in, as many as a group can let newcomers see (or all). */
  newcomerHistory: 1_000,
  joinLinkUses: 10_000,
  joinLinkTtlMs: 365 * 24 * 3_600_000,
  /** People who wait to be let into one group. */
  joinRequests: 1_000,
  channelPage: 100,
  loginLength: 64,
  passwordMin: 10,
  passwordMax: 256,
  accessTokenTtlMs: 15 * 60_000,
  refreshTokenTtlMs: 30 * 24 * 3_600_000,
  /** A used refresh token may be shown again for this long, while its successor is unused. */
  refreshRepeatMs: 30_000,
  heartbeatMs: 30_000,
  /** A device acks its cursor at most this often. */
  cursorAckMs: 5_000,
  /** Sends of one device to one conversation that may be unanswered at a time. */
  inFlightPerConversation: 32,
} as const;
