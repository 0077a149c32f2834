export { ClientMsgId, Counter, DeviceId, Id, Millis } from './ids.js';
export { LIMITS } from './limits.js';
export { isVisible, VisibleName } from './names.js';
export { FEATURES, PROTOCOL } from './version.js';
export { ERROR_CODES, ErrorDetails, errorSpec, isErrorCode, ParleyError, WireError } from './errors.js';
export type { ErrorCode } from './errors.js';
export {
  Content,
  ContentEdit,
  ContentInput,
  Emoji,
  Heads,
  Mention,
  Message,
  MessageSend,
  MessageSent,
  MessageVersion,
  Reaction,
  RecalledContent,
  Replies,
  SeqRange,
} from './message.js';
export { ForwardContent, ForwardRequest, MergedContent } from './forward.js';
export { DeviceLimit, OrgPolicy, ReceiptPolicy } from './policy.js';
export { Device, DeviceKind, DeviceName, Me, Platform, Role, UserSummary } from './people.js';
export { Preferences, PreferencesChange } from './preferences.js';
export { CustomStatus, LastSeenAudience, Network, OwnStatus, Presence, StatusChange } from './presence.js';
export {
  Announcement,
  Audience,
  GroupAvatar,
  GroupName,
  GroupProfile,
  GroupSettings,
  GroupSettingsInput,
  Member,
  MemberRole,
  Nickname,
  SYSTEM_EVENTS,
  SystemContent,
  SystemEvent,
  Topic,
} from './group.js';
export { ChatListItem, Receipt } from './conversation.js';
export { Draft, DraftChange, NotifyLevel, Personal, PersonalChange } from './personal.js';
export {
  Keyword,
  NotificationPreview,
  NotificationSettings,
  NotificationSettingsInput,
  PushKey,
  PushPayload,
  PushRecord,
  PushRecordPage,
  PushSubscriptionInput,
} from './notification.js';
export { Scheduled, ScheduledChange, ScheduledPage, ScheduledState, ScheduleRequest } from './scheduled.js';
export { ThreadChange, ThreadItem, ThreadListPage, ThreadPage, ThreadState } from './thread.js';
export { ENTRIES, isKnownEntry, KnownEntry, UnknownEntry } from './events.js';
export type { EntryKind, InboxEntry } from './events.js';
export {
  BatchSyncPage,
  BatchSyncRequest,
  Incarnation,
  SyncCursor,
  SyncPage,
  SyncRequest,
  TimelineSync,
} from './sync.js';
export {
  CLIENT_EVENTS,
  Drain,
  EventFrame,
  TimelineFrame,
  Handshake,
  HeartbeatAnswer,
  SeenOfDeliveries,
  ReadReport,
  ReadState,
  Ready,
  Resync,
  SERVER_EVENTS,
  Signal,
  SIGNALS,
  Watch,
} from './socket.js';
export type { Ack, ClientAck, ClientEvent, ClientPayload, ServerEvent, ServerPayload, SignalKind } from './socket.js';
export { JOBS } from './jobs.js';
export type { JobData, JobName } from './jobs.js';
export { API_PREFIX } from './rest/route.js';
export type { Route } from './rest/route.js';
export { DisplayName, LoginRequest, NewLogin, RefreshRequest, Session, SetupRequest } from './rest/auth.js';
export { ChatListPage, HistoryPage, HistoryQuery } from './rest/conversations.js';
export { GroupChanges, MemberChange, MemberPage } from './rest/groups.js';
export { ChannelPage } from './rest/channels.js';
export { JoinLink, JoinPreview, JoinRequestPage, JoinToken } from './rest/joining.js';
export { SavedPage } from './rest/messages.js';
export { ReaderCount, ReaderPage } from './rest/receipts.js';
export { ROUTES } from './rest/index.js';
export type { RestInput, RestOutput, RouteName } from './rest/index.js';
