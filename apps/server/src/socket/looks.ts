import { PRESENCE_LOOK_MS, PRESENCE_POLL_MS } from '@parley/core';
import type { Connection } from './connection.js';
import type { LookDelivery } from './envelope.js';
import type { Interests } from './interests.js';
import { OutgoingFrame } from './outgoing-frame.js';

/** Announced again a little before a client asks again, so that it never lapses between two questions. */
const ANNOUNCE_MS = PRESENCE_POLL_MS - 5_000;
const ANNOUNCE_MAX = 50_000;

type Look = { until: number; lastSeen: boolean };
/** `lastSeen`: the viewer may know when they were last there. */
export type Looked = { userId: string; lastSeen: boolean };

/** Whom the connections of this gateway have on their screens: they are told when something about them changes. */
export class Looks {
  private readonly byUser = new Map<string, Map<Connection, Look>>();
  private readonly byConnection = new Map<Connection, readonly string[]>();
  private readonly announcedAt = new Map<string, number>();

  constructor(
    private readonly bootId: string,
    private readonly interests: Interests,
  ) {}

  /** From now on, for a while, these instead of those before. */
  look(connection: Connection, people: readonly Looked[]): void {
    this.closed(connection);
    if (!connection.socket.connected) return;
    const now = performance.now();
    for (const { userId, lastSeen } of people) {
      const viewers = this.byUser.get(userId) ?? new Map<Connection, Look>();
      this.byUser.set(userId, viewers.set(connection, { until: now + PRESENCE_LOOK_MS, lastSeen }));
    }
    this.byConnection.set(
      connection,
      people.map(({ userId }) => userId),
    );
    this.announce(people, now);
  }

  closed(connection: Connection): void {
    for (const userId of this.byConnection.get(connection) ?? []) {
      const viewers = this.byUser.get(userId);
      viewers?.delete(connection);
      if (viewers?.size === 0) this.byUser.delete(userId);
    }
    this.byConnection.delete(connection);
  }

  deliver({ userId, full, short }: LookDelivery): void {
    const now = performance.now();
    const fullFrame = new OutgoingFrame(full);
    const shortFrame = new OutgoingFrame(short);
    for (const [connection, { until, lastSeen }] of this.byUser.get(userId) ?? []) {
      if (until < now) continue;
      connection.write(lastSeen ? fullFrame : shortFrame);
    }
  }

  /** A hint: what could not be written is written with the next question. */
  private announce(people: readonly Looked[], now: number): void {
    const fresh = people.flatMap(({ userId }) =>
      now - (this.announcedAt.get(userId) ?? -Infinity) < ANNOUNCE_MS ? [] : userId,
    );
    if (fresh.length === 0) return;
    if (this.announcedAt.size + fresh.length > ANNOUNCE_MAX) this.announcedAt.clear();
    for (const userId of fresh) this.announcedAt.set(userId, now);
    this.interests.add(this.bootId, fresh).catch(() => {
      for (const userId of fresh) this.announcedAt.delete(userId);
    });
  }
}
