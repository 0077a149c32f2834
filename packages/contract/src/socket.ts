/**
 * The socket protocol, whole. Client events are acked `{ ok: true, data }` or `{ ok: false, error }`; unknown or
 * misshapen ones are answered with a code, never with silence. Client → server is strict, server → client is open:
 * a client keeps what it doesn't know. Additions only; anything else is a new version (version.ts).
 */
import * as z from 'zod';
import { WireError } from './errors.js';
import { KnownEntry } from './events.js';
import { Counter, DeviceId, Id, Millis } from './ids.js';
import { LIMITS } from './limits.js';
import { Heads, Message, MessageSend, MessageSent } from './message.js';
import { Network, Presence } from './presence.js';
import { BatchSyncPage, BatchSyncRequest, Incarnation, SyncCursor, SyncPage, SyncRequest } from './sync.js';

/** `auth` of the Socket.IO handshake. */
export const Handshake = z.strictObject({
  token: z.string().max(4096),
  deviceId: DeviceId,
  protocol: z.tuple([z.number().int().min(1), z.number().int().min(1)]),
});
export type Handshake = z.infer<typeof Handshake>;

export const Watch = z.strictObject({
  conversationIds: z.array(Id).max(LIMITS.watchedConversations),
});
export const ReadReport = z.strictObject({ conversationId: Id, seq: Counter });
export type ReadReport = z.infer<typeof ReadReport>;
export const ReadState = z.object({ readSeq: Counter, readOrd: Counter }).meta({ id: 'ReadState' });
export type ReadState = z.infer<typeof ReadState>;

/** Inbox places of sends that this very connection made: it has the messages, so only the places are told. */
export const OwnEntries = z.array(Counter).meta({
  description: 'inboxSeq of entries that hold sends of this connection; they are not sent to it as events.',
});

const Seen = z.number().int().min(0).max(LIMITS.seenPerHeartbeat).optional();
/** What a device saw of how its inbox was pushed to it, since it last said so; counts alone, of nothing and nobody. */
export const SeenOfDeliveries = z
  .strictObject({
    missing: Seen.meta({ description: 'Entries that were not pushed in time, so that they were pulled.' }),
    healed: Seen.meta({ description: 'Those of them that the pull brought.' }),
    duplicate: Seen.meta({ description: 'Entries that were pushed though they were there already.' }),
    late: Seen.meta({ description: 'Entries that were pushed after a later one.' }),
  })
  .meta({ id: 'SeenOfDeliveries' });
export type SeenOfDeliveries = z.infer<typeof SeenOfDeliveries>;

export const HeartbeatAnswer = z.object({
  serverTime: Millis,
  incarnation: Incarnation,
  inboxSeq: Counter.meta({ description: 'Head of my inbox: behind it, pull.' }),
  heads: z
    .array(Heads)
    .meta({ description: 'Heads of the conversations this connection watches, and of my read-mode conversations.' }),
  own: OwnEntries,
  heartbeatMs: z
    .number()
    .int()
    .min(1_000)
    .optional()
    .meta({ description: 'When the next one is expected, for a device that said what it is on.' }),
});
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;

/** A cursor that travels with something else is not answered; told again with the next one when it got lost. */
const CursorAlong = SyncCursor.optional().meta({
  description: 'What `cursor.ack` says, without a frame of its own.',
});

export const CLIENT_EVENTS = {
  'message.send': {
    payload: MessageSend.extend({ cursor: CursorAlong }),
    ack: MessageSent.extend({ own: OwnEntries.optional() }),
  },
  'receipt.read': { payload: ReadReport, ack: ReadState },
  'cursor.ack': { payload: SyncCursor, ack: z.object({}) },
  'sync.pull': { payload: SyncRequest, ack: SyncPage },
  'sync.batch': { payload: BatchSyncRequest, ack: BatchSyncPage },
  heartbeat: {
    payload: z.strictObject({
      cursor: CursorAlong,
      network: Network.optional().meta({
        description: 'Who says it is held to the interval of the answer: silent for three of them, it is gone.',
      }),
      idleMs: Counter.optional().meta({
        description: 'How long nobody has done anything at the device; who never says it is never away.',
      }),
      seen: SeenOfDeliveries.optional().meta({
        description: 'For the feature `ledger`: what it saw of deliveries. It counts once the heartbeat is answered.',
      }),
    }),
    ack: HeartbeatAnswer,
  },
  watch: {
    payload: Watch,
    ack: z.object({
      heads: z
        .array(Heads)
        .default([])
        .meta({ description: 'Of those that are mine, as of when what is said in them began to come here.' }),
    }),
  },
  typing: { payload: z.strictObject({ conversationId: Id }), ack: z.object({}) },
  'presence.get': {
    payload: z.strictObject({
      userIds: z.array(Id).min(1).max(LIMITS.presenceIds),
      look: z.boolean().optional().meta({
        description: 'They are on my screen: tell me of them for a minute, instead of those whom I said before.',
      }),
    }),
    ack: z.object({ presence: z.array(Presence) }),
  },
} as const;
export type ClientEvent = keyof typeof CLIENT_EVENTS;
export type ClientPayload<E extends ClientEvent> = z.input<(typeof CLIENT_EVENTS)[E]['payload']>;
export type ClientAck<E extends ClientEvent> = z.infer<(typeof CLIENT_EVENTS)[E]['ack']>;

export type Ack<T> = { ok: true; data: T } | { ok: false; error: WireError };

/** The first thing a connection hears: its route is written, so a sync that starts now misses nothing. */
export const Ready = z.object({
  protocol: z.number().int(),
  features: z.array(z.string()),
  connectionId: z.string(),
  userId: Id,
  deviceId: DeviceId,
  serverTime: Millis,
  heartbeatMs: z.number().int(),
});
export type Ready = z.infer<typeof Ready>;

/** Durable changes; the same entries that sync.pull serves. */
export const EventFrame = z.object({
  incarnation: Incarnation,
  entries: z.array(KnownEntry),
  own: OwnEntries.optional(),
});
export type EventFrame = z.infer<typeof EventFrame>;

/**
 * What was just said and changed in a read-mode conversation that this connection watches. It has no place in the inbox: what
 * is lost, or not for everybody to see, is found by the head and pulled.
 */
export const TimelineFrame = z.object({
  head: Heads,
  messages: z.array(Message),
  changes: z.array(
    z.object({
      revs: z.array(Counter).min(1).meta({ description: 'What happened to it since the last frame.' }),
      by: Id.meta({ description: 'Who changed it last.' }),
      message: Message,
    }),
  ),
});
export type TimelineFrame = z.infer<typeof TimelineFrame>;

/** Hints that may be lost. */
export const SIGNALS = {
  /** Somebody types in a conversation that this connection watches; fades after 6 s. */
  typing: z.object({ kind: z.literal('typing'), conversationId: Id, userId: Id }),
  presence: z.object({ kind: z.literal('presence'), presence: Presence }),
  /** A member's watermarks moved; repaired by the chat list. */
  receipt: z.object({
    kind: z.literal('receipt'),
    conversationId: Id,
    userId: Id,
    readSeq: Counter,
    deliveredSeq: Counter,
  }),
  /** The head of a read-mode conversation of mine that this connection doesn't watch; at most one a second each. */
  head: z.object({ kind: z.literal('head'), head: Heads }),
  /** An event without ack callback, or the reason why the server closes the connection. */
  error: z.object({ kind: z.literal('error'), event: z.string().nullable(), error: WireError, closing: z.boolean() }),
} as const;
export const Signal = z
  .discriminatedUnion('kind', [SIGNALS.typing, SIGNALS.presence, SIGNALS.receipt, SIGNALS.head, SIGNALS.error])
  .meta({ id: 'Signal' });
export type Signal = z.infer<typeof Signal>;
export type SignalKind = Signal['kind'];

/** The gateway is about to stop: reconnect at a random moment within the window. */
export const Drain = z.object({ withinMs: z.number().int().min(0) });
/** Frames were dropped, or may have been: pull from the cursor. After `slow-reader` the connection is closed. */
export const Resync = z.object({ reason: z.enum(['slow-reader', 'routes-rewritten', 'missed']) });
export type Drain = z.infer<typeof Drain>;
export type Resync = z.infer<typeof Resync>;

export const SERVER_EVENTS = {
  ready: Ready,
  event: EventFrame,
  timeline: TimelineFrame,
  signal: Signal,
  drain: Drain,
  resync: Resync,
} as const;
export type ServerEvent = keyof typeof SERVER_EVENTS;
export type ServerPayload<E extends ServerEvent> = z.infer<(typeof SERVER_EVENTS)[E]>;
