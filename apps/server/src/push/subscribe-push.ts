import { Injectable } from '@nestjs/common';
import { ParleyError, type PushSubscriptionInput } from '@parley/contract';
import { holdingBuckets, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../platform/clock.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { EndpointGuard, EndpointRefused } from './endpoint-guard.js';
import { isPushKey } from './push-encryption.js';
import { removeSubscription, storeSubscription } from './push-subscription.repo.js';
import { claimEndpoint } from './push-target.repo.js';

/** Turns push to the actor's own device on or off. */
@Injectable()
export class SubscribePush {
  constructor(
    private readonly shards: ShardRouter,
    private readonly guard: EndpointGuard,
    private readonly clock: Clock,
  ) {}

  async on({ userId, deviceId }: Actor, { endpoint, keys }: PushSubscriptionInput): Promise<void> {
    if (!isPushKey(keys.p256dh)) {
      throw new ParleyError('BAD_REQUEST', { issues: [{ path: 'keys.p256dh', message: 'this is no P-256 key' }] });
    }
    await this.demandAllowed(endpoint);
    await claimEndpoint(this.shards.directory, deviceId, endpoint);
    const subscription = { endpoint, ...keys, now: this.clock.now() };
    await withFreshMap(this.shards, () =>
      holdingBuckets(this.shards.forUser(userId), [userId], (tx) =>
        storeSubscription(tx, { userId, deviceId }, subscription),
      ),
    );
  }

  async off({ userId, deviceId }: Pick<Actor, 'userId' | 'deviceId'>): Promise<void> {
    await withFreshMap(this.shards, () =>
      holdingBuckets(this.shards.forUser(userId), [userId], (tx) => removeSubscription(tx, { userId, deviceId }, null)),
    );
  }

  private async demandAllowed(endpoint: string): Promise<void> {
    try {
      await this.guard.check(endpoint);
    } catch (error) {
      if (!(error instanceof EndpointRefused)) throw error;
      throw new ParleyError('PUSH_ENDPOINT_REFUSED', { reason: error.message });
    }
  }
}
