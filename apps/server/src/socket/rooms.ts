import type { Heads } from '@parley/contract';
import { FANOUT, waitMs } from '@parley/core';
import type { Logger } from '../platform/logger.js';
import { spans } from '../platform/spans.js';
import { someOf } from '../platform/trace.js';
import type { LogicPort } from '../rpc/logic.port.js';
import type { Connection } from './connection.js';
import { countDelivered } from './count-delivered.js';
import type { JoinedDelivery, RoomDelivery, RoomHead } from './envelope.js';
import { encodeEvent } from './frames.js';
import type { Interests } from './interests.js';
import { OutgoingFrame } from './outgoing-frame.js';

/** What a gateway knows of a user: whether they are a member, as of an access version. */
type Standing = { accessVersion: number; member: boolean };

type Room = {
  /** Connections that have the conversation open: they get what is said. */
  watchers: Set<Connection>;
  /** Connections of members that don't: they get the head. */
  others: Set<Connection>;
  standing: Map<string, Standing>;
  accessVersion: number;
  head: RoomHead | null;
  hintedAt: number | null;
  hintTimer: NodeJS.Timeout | null;
  /** Frames are handed out one after the other: before one, logic may have to be asked. */
  work: Promise<void>;
  waiting: number;
};

/** Frames that may wait for logic; what comes beyond is found by the head. */
const MAX_WAITING = 64;
/** Users in one question. */
const USERS_AT_ONCE = 1_000;
/** Hints are written so many at a turn of the event loop. */
const HINTS_AT_ONCE = 500;

export type RoomsParts = { bootId: string; interests: Interests; logic: Pick<LogicPort, 'members'>; logger: Logger };

/**
 * Read-mode conversations as far as this gateway's connections are concerned: who watches, who else is a member. Logic sends one
 * envelope per gateway and conversation; who gets what is decided here. Nobody gets anything that was said after they left: an
 * envelope names the access version as of which its readers must be members, and logic is asked about those who are known by
 * an older one. docs/adr/0010-read-mode.md
 */
export class Rooms {
  private readonly rooms = new Map<string, Room>();
  private readonly memberOf = new Map<Connection, Set<string>>();
  private dirty = false;

  constructor(private readonly parts: RoomsParts) {}

  get bootId(): string {
    return this.parts.bootId;
  }

  /** What the connection has open from now on. Resolves when what is said there comes here. */
  async watch(connection: Connection, conversationIds: readonly string[]): Promise<void> {
    if (!connection.socket.connected) return;
    const before = connection.watching;
    connection.watching = new Set(conversationIds);
    const fresh = conversationIds.map((id) => this.enter(id, connection, 'watchers')).filter((id) => id !== null);
    for (const id of before) if (!connection.watching.has(id)) this.leave(id, connection, 'watchers');
    await this.announce(fresh);
  }

  /** The conversations whose heads this connection is told: it came with the answer to its sync or heartbeat. */
  learn(connection: Connection, heads: readonly Heads[]): void {
    if (!connection.socket.connected) return;
    const before = this.memberOf.get(connection);
    // Of most people, with each heartbeat.
    if (before === undefined && heads.length === 0) return;
    const known = before ?? new Set();
    const told = new Set(heads.map(({ conversationId }) => conversationId));
    if (told.size > 0) this.memberOf.set(connection, told);
    else this.memberOf.delete(connection);
    for (const id of known) if (!told.has(id)) this.leave(id, connection, 'others');
    const fresh = [...told].map((id) => (known.has(id) ? null : this.enter(id, connection, 'others')));
    void this.announce(fresh.filter((id) => id !== null));
  }

  /** Its people are to hear of a conversation's head from now on. */
  joined({ conversationId }: JoinedDelivery, connections: Iterable<Connection>): void {
    for (const connection of connections) {
      const known = this.memberOf.get(connection) ?? new Set();
      this.memberOf.set(connection, known.add(conversationId));
      const fresh = this.enter(conversationId, connection, 'others');
      if (fresh !== null) void this.announce([fresh]);
    }
  }

  closed(connection: Connection): void {
    for (const id of connection.watching) this.leave(id, connection, 'watchers');
    for (const id of this.memberOf.get(connection) ?? []) this.leave(id, connection, 'others');
    this.memberOf.delete(connection);
    connection.watching = new Set();
  }

  deliver(delivery: RoomDelivery): void {
    const { conversationId, accessVersion, head } = delivery;
    const room = this.rooms.get(conversationId);
    if (room === undefined) return;
    room.accessVersion = Math.max(room.accessVersion, accessVersion);
    room.head = later(room.head, head);
    if (room.watchers.size > 0) this.handOut(conversationId, room, delivery);
    this.hintSoon(conversationId, room);
  }

  /** Conversations that this gateway wants to hear of. */
  conversationIds(): string[] {
    return [...this.rooms.keys()];
  }

  /** Something could not be written to Redis since this was asked last. */
  takeDirty(): boolean {
    const { dirty } = this;
    this.dirty = false;
    return dirty;
  }

  async announceAgain(): Promise<void> {
    const ids = this.conversationIds();
    for (let at = 0; at < ids.length; at += USERS_AT_ONCE) {
      await this.parts.interests.add(this.bootId, ids.slice(at, at + USERS_AT_ONCE));
    }
  }

  private handOut(conversationId: string, room: Room, delivery: RoomDelivery): void {
    const { accessVersion, measure } = delivery;
    const outgoing = new OutgoingFrame(delivery.frame);
    const { traces, span } = measure;
    const writeAll = (): void => {
      const devices = write(room, room.watchers, { accessVersion, outgoing });
      countDelivered(measure, devices);
      if (devices > 0 && span !== undefined)
        spans.below([span], 'deliver', { devices, entries: measure.entries })?.end();
      if (devices > 0 && traces.length > 0) this.parts.logger.debug('delivered', { traces, conversationId, devices });
    };
    if (room.waiting === 0 && unsure(room, room.watchers, accessVersion).length === 0) return writeAll();
    if (room.waiting >= MAX_WAITING) return;
    room.waiting += 1;
    room.work = room.work
      .then(() => this.ask(conversationId, room, { of: room.watchers, accessVersion }))
      .then(writeAll)
      .catch((error: unknown) =>
        this.parts.logger.warn('what was said is left to be pulled', { traces: someOf(traces), err: error }),
      )
      .finally(() => {
        room.waiting -= 1;
      });
  }

  /** At most one hint a second for a conversation and device. */
  private hintSoon(conversationId: string, room: Room): void {
    if (room.others.size === 0 || room.hintTimer !== null) return;
    const wait = waitMs(FANOUT.hintEveryMs, room.hintedAt, performance.now());
    room.hintTimer = setTimeout(() => {
      room.hintTimer = null;
      room.hintedAt = performance.now();
      this.hint(conversationId, room).catch((error: unknown) =>
        this.parts.logger.warn('a head is left to the heartbeat', { err: error }),
      );
    }, wait);
  }

  private async hint(conversationId: string, room: Room): Promise<void> {
    const { head, accessVersion } = room;
    if (head === null) return;
    const now = performance.now();
    const targets = [...room.others].filter(
      (connection) => !room.watchers.has(connection) && now - connection.activeAt < FANOUT.hintActiveMs,
    );
    await this.ask(conversationId, room, { of: targets, accessVersion });
    const { allSeq: _, ...rest } = head;
    room.head = rest;
    const outgoing = new OutgoingFrame(encodeEvent('signal', { kind: 'head', head: { conversationId, ...head } }));
    for (let at = 0; at < targets.length; at += HINTS_AT_ONCE) {
      if (at > 0) await new Promise((resolve) => setImmediate(resolve));
      write(room, targets.slice(at, at + HINTS_AT_ONCE), { accessVersion, outgoing });
    }
  }

  /** Asks logic about the users whose standing is known by an older version only. */
  private async ask(
    conversationId: string,
    room: Room,
    { of, accessVersion }: { of: Iterable<Connection>; accessVersion: number },
  ): Promise<void> {
    const userIds = unsure(room, of, accessVersion);
    for (let at = 0; at < userIds.length; at += USERS_AT_ONCE) {
      const asked = userIds.slice(at, at + USERS_AT_ONCE);
      const answer = await this.parts.logic.members({ conversationId, userIds: asked });
      const members = new Set(answer.userIds);
      for (const userId of asked) {
        room.standing.set(userId, { accessVersion: answer.accessVersion, member: members.has(userId) });
      }
    }
  }

  /** The conversation's id if this gateway has not asked for it yet. */
  private enter(conversationId: string, connection: Connection, as: 'watchers' | 'others'): string | null {
    const known = this.rooms.get(conversationId);
    const room = known ?? newRoom();
    room[as].add(connection);
    if (known !== undefined) return null;
    this.rooms.set(conversationId, room);
    return conversationId;
  }

  private leave(conversationId: string, connection: Connection, as: 'watchers' | 'others'): void {
    const room = this.rooms.get(conversationId);
    if (room === undefined || !room[as].delete(connection)) return;
    // Another connection of theirs is asked about again; one who is gone is forgotten.
    room.standing.delete(connection.actor.userId);
    if (room.watchers.size > 0 || room.others.size > 0) return;
    if (room.hintTimer !== null) clearTimeout(room.hintTimer);
    this.rooms.delete(conversationId);
    this.parts.interests.remove(this.bootId, [conversationId]).catch(() => undefined); // an envelope too many does no harm
  }

  private async announce(conversationIds: readonly string[]): Promise<void> {
    if (conversationIds.length === 0) return;
    // Made good by the next renewal, with a resync.
    await this.parts.interests.add(this.bootId, conversationIds).catch(() => {
      this.dirty = true;
    });
  }
}

function newRoom(): Room {
  return {
    watchers: new Set(),
    others: new Set(),
    standing: new Map(),
    accessVersion: 0,
    head: null,
    hintedAt: null,
    hintTimer: null,
    work: Promise.resolve(),
    waiting: 0,
  };
}

/** Two heads in whatever order they come; whom they call is told with the next hint. */
function later(known: RoomHead | null, head: RoomHead): RoomHead {
  if (known === null) return head;
  const calls = Math.max(known.allSeq ?? 0, head.allSeq ?? 0);
  return { ...(known.rev > head.rev ? known : head), ...(calls > 0 ? { allSeq: calls } : {}) };
}

/** Users whose standing is not known as of this version. */
function unsure(room: Room, connections: Iterable<Connection>, accessVersion: number): string[] {
  const userIds = new Set<string>();
  for (const { actor } of connections) {
    if ((room.standing.get(actor.userId)?.accessVersion ?? -1) < accessVersion) userIds.add(actor.userId);
  }
  return [...userIds];
}

/** How many it was written to. */
function write(
  room: Room,
  connections: Iterable<Connection>,
  { accessVersion, outgoing }: { accessVersion: number; outgoing: OutgoingFrame },
): number {
  let written = 0;
  for (const connection of connections) {
    const standing = room.standing.get(connection.actor.userId);
    const isEntitled = standing?.member === true && standing.accessVersion >= accessVersion;
    if (isEntitled && connection.write(outgoing)) written += 1;
  }
  return written;
}
