export { appendAudit, canonicalJson, verifyAudit } from './audit.js';
export type { AuditEntry, AuditVerdict } from './audit.js';
export { ENTRY_KIND, MESSAGE_KIND } from './codes.js';
export type { EntryKindCode } from './codes.js';
export { reserveGroup } from './group-key.js';
export { holdingBuckets } from './holding-buckets.js';
export {
  changeMode,
  changingConversation,
  modeSince,
  saidSince,
  storeSystemMessage,
  tellChange,
} from './conversation-change.js';
export type { LockedConversation, SystemMessage } from './conversation-change.js';
export { Directory, Shard } from './database.js';
export type { BucketEpochs, Database, ShardOptions } from './database.js';
export { counterDrift } from './drift.js';
export type { Drift, DriftPage } from './drift.js';
export { takeOutDissolved } from './dissolve.js';
export { findDirect, markDirectReady, reserveDirect } from './direct-pair.js';
export type { DirectPair } from './direct-pair.js';
export { DatabaseSilence } from './silence.js';
export { CommitLost, isLockTimeout, isRefusal, sqlState, StaleEpoch } from './errors.js';
export { appendBatch } from './hot/append.js';
export type { AppendBatch, AppendResult, AppendRow, AppendStatus } from './hot/append.js';
export { addToChatList, createConversation, deleteFromChatLists } from './hot/conversations.js';
export type { ChatListEntry, NewConversation } from './hot/conversations.js';
export { fanoutBatch } from './hot/fanout.js';
export type { FanoutEntry, FanoutPart, FanoutResult } from './hot/fanout.js';
export { revOf } from './hot/held.js';
export type { HeldMessages, HeldPort } from './hot/held.js';
export { groupFacts, groupFactsOf } from './hot/group-facts.js';
export type { GroupFacts, StoredProfile } from './hot/group-facts.js';
export { chatPlaces, chatPreviews, chatPreviewsOf, conversationAccess, memberHeads } from './hot/heads.js';
export type { ChatPlaceRow, ChatPreview, ConversationAccess, MemberHead } from './hot/heads.js';
export { ackCursors, chatList, inboxAfter, inboxHeads } from './hot/inbox.js';
export type { ChatListRow, CursorAck, Delivered, InboxHead, InboxRow } from './hot/inbox.js';
export { compareIds } from './hot/literals.js';
export { answerable, mentionedIn } from './hot/mentions.js';
export type { Answer } from './hot/mentions.js';
export type { MessageRow } from './hot/message-row.js';
export {
  changeAudience,
  changedAfter,
  maySee,
  membershipDuring,
  messagesByKeys,
  messagesInRanges,
} from './hot/messages.js';
export type { Changed, MemberInterval, MessageKey, SeqSpan } from './hot/messages.js';
export type { Marks } from './hot/marks.js';
export { CHANGE_KIND, storeMessageChange, visibleMessage } from './message-change.js';
export type { ChangeKind, MessageChange } from './message-change.js';
export { chatPersonal, chatPersonalOf } from './hot/personal.js';
export type { ChatPersonalRow } from './hot/personal.js';
export { pushMessages } from './hot/push.js';
export type { PushAsk, PushMessageRow } from './hot/push.js';
export type { WantedHead } from './hot/modes.js';
export { headsWanted, memberIdsAfter, membersAmong, modeChanges, visibleToAll, wantHeads } from './hot/modes.js';
export { advanceDelivered, advanceReads } from './hot/read.js';
export type { ReadBatch, ReadOutcome, ReadReport } from './hot/read.js';
export { messageReaders, readerCounts } from './hot/readers.js';
export type { Reader, ReaderCounts, ReaderPlace } from './hot/readers.js';
export { takeSlowTurns } from './hot/slow-mode.js';
export type { SlowTurn } from './hot/slow-mode.js';
export { threadAsLeft, threadFollowers, threadList, threadPage, threadStates } from './hot/threads.js';
export type { ThreadAsk, ThreadPlace, ThreadRow } from './hot/threads.js';
export { seqBefore, timelineBefore, timelinesAfter } from './hot/timeline.js';
export type { TimelinePage } from './hot/timeline.js';
export { inboxExtents, markInboxes, trimInbox } from './inbox-trim.js';
export type { InboxExtentRow } from './inbox-trim.js';
export { cleanMarkers } from './markers.js';
export { migrate } from './migrate/migrate.js';
export type { MigratedDatabase } from './migrate/migrate.js';
export { dropDatabase } from './migrate/server-database.js';
export { changingOwn } from './own-inbox.js';
export type { InboxPlace, OwnEntry } from './own-inbox.js';
export { claimOutbox, finishOutbox, insertOutbox, loadOutbox, outboxBacklog } from './outbox.js';
export type { MessageRange, OutboxKind, OutboxPayloads, OutboxRow, ThreadAt } from './outbox.js';
export { claimScheduled, scheduledRow, settleScheduled } from './scheduled.js';
export type { ClaimedScheduled, ScheduledColumns, ScheduledEnd, ScheduledRow } from './scheduled.js';
export { DEFAULT_POOL } from './pools.js';
export type { PoolOptions } from './pools.js';
export { appendRevocation, revocationHead, revocationsAfter } from './revocation.js';
export type { Revocation } from './revocation.js';
export { ShardMap } from './shard-map.js';
export { ShardRouter } from './shard-router.js';
export type { DatabaseUrls, ShardOutcome } from './shard-router.js';
export { SYSTEM } from './system-users.js';
export type { Tx } from './tx.js';
export { acquireWorker, releaseWorker, renewWorker } from './worker-lease.js';
export type { WorkerLease } from './worker-lease.js';
