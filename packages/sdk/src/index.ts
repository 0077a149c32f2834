export { ParleyClient } from './client.js';
export type { Forward, ForwardResult } from './forward.js';
export type { ParleyClientOptions } from './client.js';
export type { MessageAt, NewChannel, NewGroup, NewScheduled, SendExtras } from './inputs.js';
export type { DeviceName, LoginInput, SessionMode, SessionSnapshot, SetupInput } from './auth.js';
export type { ConnectionSnapshot } from './connection.js';
export type { ChatListSnapshot, ChatRow } from './chat-list.js';
export type { PeerNames } from './chat-list-store.js';
export type { ShownReaction, Timeline, TimelineMessage, TimelineSnapshot } from './timeline-view.js';
export type { DevicesSnapshot } from './device-list.js';
export type { NotificationsSnapshot } from './notifications.js';
export type { OwnStatusSnapshot } from './own-presence.js';
export type { PreferencesSnapshot } from './preferences.js';
export type { SavedSnapshot } from './saved.js';
export type { Thread, ThreadSnapshot } from './open-thread.js';
export type { ThreadRow, ThreadsSnapshot } from './threads.js';
export type { ScheduledSnapshot } from './scheduled.js';
export type { PeopleMap } from './people.js';
export type { GroupActs } from './group-acts.js';
export type { NicknameMap } from './nicknames.js';
export type { PresenceMap } from './cache/presence.js';
export type { Store } from './store.js';
export { RestClient } from './rest.js';
export { STORAGE_TABLES } from './ports.js';
export type {
  Cancel,
  ChannelPort,
  ClockPort,
  LockPort,
  Ports,
  RandomPort,
  RestAnswer,
  RestRequest,
  SocketClosed,
  SocketConnection,
  SocketHandlers,
  StoragePort,
  StorageRange,
  StorageTable,
  StorageWrite,
  TransportPort,
} from './ports.js';
export { createNodePorts } from './platform/node-ports.js';
export { createTransport } from './platform/transport.js';
export { sharedTransport } from './lines/shared-transport.js';
export type { TransportOptions } from './platform/transport.js';
export { localChannel, localLock } from './platform/local-tabs.js';
export { memoryStorage } from './platform/memory-storage.js';
export { systemClock, systemRandom } from './platform/system.js';
export { ParleyError } from '@parley/contract';
