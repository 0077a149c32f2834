import { Injectable } from '@nestjs/common';
import { changingOwn, type InboxPlace, type OwnEntry, ShardRouter, type Tx } from '@parley/db';
import { DeliveryPublisher } from '../fanout/delivery-publisher.js';
import { withFreshMap } from '../platform/with-fresh-map.js';

/** Where an entry stands that belongs to no conversation. */
export const NO_CONVERSATION = '0';

/** `body`: the entry as JSON after its `"inboxSeq":n,`. */
export type Own = { entry: (OwnEntry & { body: object }) | null };

/** Changes what is a user's own together with the entry that tells their devices, then tells them. */
@Injectable()
export class ChangeOwn {
  constructor(
    private readonly shards: ShardRouter,
    private readonly publisher: DeliveryPublisher,
  ) {}

  async execute<T extends Own>(userId: string, work: (tx: Tx, place: InboxPlace) => Promise<T>): Promise<T> {
    const done = await withFreshMap(this.shards, () => changingOwn(this.shards.forUser(userId), userId, work));
    const { entry, place } = done;
    if (entry === null) return done;
    const { conversationId, body } = entry;
    const at = conversationId === NO_CONVERSATION ? {} : { conversationId, rev: 0 };
    const text = JSON.stringify({ v: 1, ...at, ...body });
    // All devices hear of it, the one that asked too: it may have been asked over REST by a device that is also connected.
    this.publisher.entries([{ userId, ...place, origin: '', body: () => text.slice(1) }]);
    return done;
  }
}
