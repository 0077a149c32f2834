export { bucketOf, BUCKETS } from './routing.js';
export { checkContent } from './send.js';
export { ADMISSION, nextPerSecond, nextSendLimit, nextTurn, turnHint } from './send-admission.js';
export {
  checkMentionRights,
  checkMentions,
  callsAll,
  isCalled,
  MENTION_CONFIRM_MEMBERS,
  mayMentionAll,
  namedIn,
} from './mention.js';
export type { MentionScope } from './mention.js';
export { planForward } from './forward.js';
export type { Forwarded } from './forward.js';
export { messageParts, parseMessage } from './message-tree.js';
export type { Span } from './message-tree.js';
export type { Part } from './markdown.js';
export { plainText, textOfInlines } from './markdown-text.js';
export type { Block, Inline, ListItem } from './markdown-tree.js';
export {
  checkAdmin,
  checkDissolve,
  checkEntry,
  checkLeave,
  checkMute,
  checkNickname,
  checkRemove,
  memberActs,
  named,
  newcomers,
  outranks,
  planRole,
  roleOf,
} from './group.js';
export type { GroupPerson, MemberAct } from './group.js';
export { checkEdit, checkRecall, demandSaid, react, withMyReactions } from './message-acts.js';
export type { ActedMessage, MessageActor, ReactionChange } from './message-acts.js';
export {
  checkRight,
  DEFAULT_SETTINGS,
  mayIn,
  planSettings,
  profileOf,
  settingsOf,
  visibleFrom,
} from './group-settings.js';
export type { GroupRight } from './group-settings.js';
export { checkPosting, slowWaitMs } from './posting.js';
export type { Poster, PostingRules } from './posting.js';
export { afterRefusal, changedState, checkSendAt, demandUnsent, planScheduled } from './scheduled.js';
export type { DueScheduled, ScheduledState } from './scheduled.js';
export { noteActivity } from './activity.js';
export type { Activity } from './activity.js';
export { FANOUT, fanoutMode, planFanout, spansByMode, waitMs } from './fanout.js';
export type { FanoutInput, FanoutMode, FanoutPlan, ModeChange, ModeFacts, ModeSpan } from './fanout.js';
export { EPOCH_MS, leaseTime, nextSnowflake, WORKER_IDS } from './snowflake.js';
export type { SnowflakeState, SnowflakeStep } from './snowflake.js';
export { addRange, mergeRanges, missingRanges, rangesContain, rangesOf } from './sequence.js';
export type { Ranges } from './sequence.js';
export {
  addPlaces,
  firstHole,
  HOLE_PATIENCE_MS,
  holePatience,
  inboxAt,
  isPlaceKnown,
  knownUpTo,
  OWN_HOLE_PATIENCE_MS,
  settleHead,
  tellHead,
} from './inbox.js';
export type { InboxState } from './inbox.js';
export { addCounts, missingIn, NOTHING_SEEN, seenOfPush } from './delivery-ledger.js';
export type { DeliveryCounts } from './delivery-ledger.js';
export { trimmedFloor } from './inbox-trim.js';
export type { TrimmedInbox } from './inbox-trim.js';
export { advanceCursor, resetReason } from './sync-cursor.js';
export type { Head, InboxExtent } from './sync-cursor.js';
export { advanceReceipt, sendStateOf } from './receipt.js';
export type { SendState, Watermarks } from './receipt.js';
export { deviceKind, surplusDevices } from './device-limits.js';
export type { SignedIn } from './device-limits.js';
export { isToldOf, shownReceipt, takesPart } from './receipt-rules.js';
export type { ReceiptRules } from './receipt-rules.js';
export { backoffMs, drainDelayMs, drainWindowMs, jitteredMs, retryDelayMs } from './backoff.js';
export type { BackoffOptions } from './backoff.js';
export {
  AWAY_AFTER_MS,
  HEARTBEAT_MISSES,
  heartbeatMsOn,
  isIdle,
  isSilent,
  PRESENCE_GRACE_MS,
  PRESENCE_LOOK_MS,
  PRESENCE_MEMBERS,
  PRESENCE_POLL_MS,
  presenceOf,
  TYPING_EVERY_MS,
  TYPING_FADE_MS,
} from './presence.js';
export type { ConnectionSpan, PresenceState } from './presence.js';
export { changePreferences, DEFAULT_PREFERENCES, planPreferences, samePreferences } from './preferences.js';
export { current, DEFAULT_STATUS, planStatus, presenceFor, sameStatus, tellsLastSeen } from './status.js';
export type { Subject } from './status.js';
export {
  changePersonal,
  isHidden,
  isMarkedUnread,
  isMuted,
  newerPersonal,
  NO_PERSONAL,
  unreadIn,
  waitsForMe,
} from './personal.js';
export { DEFAULT_NOTIFICATIONS, holdsKeyword, isQuiet, planNotifications } from './notification.js';
export { decidePush, PUSH, PUSH_ANSWERS, PUSH_DERIVED, PUSH_SENT, PUSH_SUPPRESSED } from './push-policy.js';
export type {
  PushAnswer,
  PushDecision,
  PushDerived,
  PushFacts,
  PushMessage,
  PushSent,
  PushSuppressed,
} from './push-policy.js';
export { planPushWindow, PUSH_SEQS } from './push-window.js';
export type { PushWindowPlan, PushWindowState } from './push-window.js';
export { compareChats, chatPlaceOf } from './chat-order.js';
export type { ChatPlace } from './chat-order.js';
export { checkDraft, clampDraft, newerDraft } from './draft.js';
export { changeThread, mergeReplies, mergeThread, unreadReplies, withReply } from './thread.js';
