import { Injectable } from '@nestjs/common';
import type { Presence } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import { DeliveryPublisher } from '../fanout/delivery-publisher.js';
import { DeviceRoutes } from '../socket/device-routes.js';
import { directPeers } from './presence.repo.js';
import { PresenceStore } from './presence-store.js';

/** How many people hear of it at once; the others ask. */
const CONTACTS = 20;

/** A gateway says whose first device came or whose last one left there; contacts hear what that makes of the whole. */
@Injectable()
export class ChangePresence {
  constructor(
    private readonly shards: ShardRouter,
    private readonly routes: DeviceRoutes,
    private readonly store: PresenceStore,
    private readonly publisher: DeliveryPublisher,
  ) {}

  async execute(changes: readonly Presence[]): Promise<void> {
    const userIds = changes.map(({ userId }) => userId);
    await this.store.seen(changes.map(({ userId, lastSeenAt }) => ({ userId, at: lastSeenAt ?? 0 })));
    const gateways = await this.routes.gatewaysOf(userIds);
    // Gone here, still connected elsewhere: nothing changed.
    const real = changes.filter(({ userId, online }) => online === gateways.has(userId));
    for (const [shard, mine] of this.shards.groupByShard(real, ({ userId }) => userId)) {
      const peers = await directPeers(
        shard,
        mine.map(({ userId }) => userId),
        CONTACTS,
      );
      for (const presence of mine) {
        this.publisher.signal(peers.get(presence.userId) ?? [], { kind: 'presence', presence });
      }
    }
  }
}
