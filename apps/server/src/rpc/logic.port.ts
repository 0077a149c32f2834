import type {
  BatchSyncPage,
  BatchSyncRequest,
  Heads,
  MessageSend,
  MessageSent,
  Presence,
  ReadReport,
  ReadState,
  SyncCursor,
  SyncPage,
} from '@parley/contract';
import type { AccessTrust } from '../auth/access-token.js';
import type { Actor } from '../auth/actor.js';
import type { SpanRef } from '../platform/spans.js';
import type { TraceId } from '../platform/trace.js';

export type Revocations = {
  version: string;
  revokedDevices: { userId: string; deviceId: string; reason?: string }[];
  disabledUsers: string[];
  /** Disabled no longer; a logic of before doesn't tell. */
  enabledUsers?: string[];
};

export type SeenDevice = { userId: string; deviceId: string; address: string; at: number };
/** What a gateway says of somebody; `lastSeenAt`: when they were last there. A gateway of before says nothing of being away. */
export type GatewayPresence = { userId: string; online: boolean; away?: boolean; lastSeenAt: number | null };
/** `known`: of whom the viewer may know when they were last there. */
export type PresenceAnswer = { presence: Presence[]; known?: string[] };
export type HeartbeatQuery = { userId: string; deviceId: string; conversationIds: string[] };
export type WatchQuery = { userId: string; conversationIds: string[] };
export type HeartbeatHeads = { incarnation: string; inboxSeq: number; heads: Heads[] };

/**
 * `origin` is the connection: with the conversation it names the ordered stream, and it gets no echo of its own sends. A gateway of
 * before says no `trace`. `span`: where it is sampled.
 */
export type SendInput = {
  actor: Actor;
  origin: string;
  input: MessageSend;
  trace?: TraceId;
  span?: SpanRef | undefined;
};

/**
 * What a gateway may ask of logic; nothing else of the backend is within its reach. Shapes are plain JSON. Every call
 * rejects with a ParleyError; UNAVAILABLE means nothing was done, UNCERTAIN that a send may have been.
 */
export interface LogicPort {
  /** What access tokens are verified with. */
  info(): Promise<AccessTrust>;
  /** The id of the shard that each bucket lies on. */
  places(): Promise<{ shardOf: number[] }>;
  /** What was revoked after a version; '0' answers everything that still matters. */
  revocations(input: { since: string }): Promise<Revocations>;
  send(input: SendInput): Promise<MessageSent>;
  read(input: { actor: Actor } & ReadReport): Promise<ReadState>;
  /** Many devices in one call; a cursor never goes back. */
  ackCursors(input: { acks: ({ userId: string; deviceId: string } & SyncCursor)[] }): Promise<{ stored: boolean[] }>;
  pull(input: { actor: Actor; request: { incarnation: string; lastSeq: number; limit: number } }): Promise<SyncPage>;
  pullTimelines(input: { actor: Actor; request: BatchSyncRequest }): Promise<BatchSyncPage>;
  /** One answer per query, in order; null: the shard of that user is away. */
  heartbeats(input: { queries: HeartbeatQuery[] }): Promise<{ answers: (HeartbeatHeads | null)[] }>;
  /** The heads of what a connection begins to watch, in order; without those that are not the user's. */
  watch(input: { queries: WatchQuery[] }): Promise<{ answers: Heads[][] }>;
  /** Who of these people is a member, as of an access version. */
  members(input: { conversationId: string; userIds: string[] }): Promise<{ accessVersion: number; userIds: string[] }>;
  typing(input: { actor: Actor; conversationId: string }): Promise<Record<string, never>>;
  /** What a person is told of others. A gateway of before doesn't say who asks. */
  presence(input: { viewerId?: string; userIds: string[] }): Promise<PresenceAnswer>;
  /** People whose last device left (after the grace period), whose first one came, or who went away from them or came back. */
  presenceChanged(input: { gateway?: string; changes: GatewayPresence[] }): Promise<Record<string, never>>;
  /** Devices that connected, and where from. */
  devicesSeen(input: { devices: SeenDevice[] }): Promise<Record<string, never>>;
}

/** Every method, and the id that decides which logic process gets the call: the same conversation stays with one. */
export const LOGIC_METHODS: { [M in keyof LogicPort]: (input: Parameters<LogicPort[M]>[0]) => string } = {
  info: () => '',
  places: () => '',
  revocations: () => '',
  send: (input) => input.input.conversationId,
  read: (input) => input.conversationId,
  ackCursors: () => '',
  pull: (input) => input.actor.userId,
  pullTimelines: (input) => input.actor.userId,
  heartbeats: () => '',
  watch: () => '',
  members: (input) => input.conversationId,
  typing: (input) => input.conversationId,
  presence: () => '',
  presenceChanged: () => '',
  devicesSeen: () => '',
};
export type LogicMethod = keyof LogicPort;

/** Injection token: the port is an interface, so Nest needs a value to name it by. */
export const LOGIC_PORT = Symbol('LogicPort');
