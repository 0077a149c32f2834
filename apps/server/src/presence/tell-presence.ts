import { Injectable } from '@nestjs/common';
import { presenceFor } from '@parley/core';
import { ShardRouter } from '@parley/db';
import { DeliveryPublisher } from '../fanout/delivery-publisher.js';
import { Clock } from '../platform/clock.js';
import { settleShards } from '../platform/settle-shards.js';
import { encodeEvent } from '../socket/frames.js';
import { type KnownSubject, PresenceAccess } from './presence.access.js';
import { recentContacts } from './presence.repo.js';

/** How many people hear of it at once; the others ask, or look. */
const CONTACTS = 20;

/** Something about these people is new: their last contacts hear of it, and who has them on the screen. Hints, never awaited by anybody. */
@Injectable()
export class TellPresence {
  constructor(
    private readonly shards: ShardRouter,
    private readonly access: PresenceAccess,
    private readonly publisher: DeliveryPublisher,
    private readonly clock: Clock,
  ) {}

  async execute(userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    // Of who is not welcome any more, too: to the others they have left.
    const subjects = await this.access.subjects(userIds);
    const contacts = await this.contactsOf(subjects.map(({ userId }) => userId));
    const viewers = [...new Set([...contacts.values()].flat())];
    const known = new Map((await this.access.subjects(viewers)).map((one) => [one.userId, one]));
    await Promise.all(
      subjects.map((subject) =>
        this.tell(
          subject,
          (contacts.get(subject.userId) ?? []).flatMap((userId) => known.get(userId) ?? []),
        ),
      ),
    );
  }

  private async tell(subject: KnownSubject, contacts: readonly KnownSubject[]): Promise<void> {
    const now = this.clock.now();
    const full = { kind: 'presence', presence: presenceFor(subject, { lastSeen: true }, now) } as const;
    const short = { kind: 'presence', presence: presenceFor(subject, { lastSeen: false }, now) } as const;
    const told = await this.access.exchanging(subject, contacts);
    const userIds = contacts.filter(({ visible }) => visible).map(({ userId }) => userId);
    const split = Map.groupBy(userIds, (userId) => told.has(userId));
    this.publisher.signal(split.get(true) ?? [], full);
    this.publisher.signal(split.get(false) ?? [], short);
    const frames = { full: encodeEvent('signal', full), short: encodeEvent('signal', short) };
    this.publisher.looks([{ kind: 'look', userId: subject.userId, ...frames }]);
  }

  /** Those of a shard that is away ask later. */
  private async contactsOf(userIds: readonly string[]): Promise<Map<string, string[]>> {
    const groups = this.shards.groupByShard(userIds, (userId) => userId);
    const { answered } = await settleShards(groups, (shard, mine) => recentContacts(shard, mine, CONTACTS));
    return new Map(answered.flatMap(({ answer }) => [...answer]));
  }
}
