import { Injectable } from '@nestjs/common';
import { type Shard, ShardRouter } from '@parley/db';
import { Clock } from '../platform/clock.js';
import { Logger } from '../platform/logger.js';
import { dropOldRecords } from './push-record.repo.js';
import { type SubscriptionKey, subscriptionsAfter } from './push-subscription.repo.js';
import { welcomeDevices } from './push-target.repo.js';
import { dropIdleWindows } from './push-window.repo.js';
import { SubscribePush } from './subscribe-push.js';

/** Why somebody was notified can be asked for so long. */
export const RECORDS_KEPT_MS = 30 * 24 * 3_600_000;
/** Longer than anything looks back for what was pushed last. */
const IDLE_MS = 10 * 60_000;
const PAGE = 1_000;

/** Takes away what is over: old records, windows that say nothing any more, subscriptions of devices that are signed out. */
@Injectable()
export class CleanPushes {
  constructor(
    private readonly shards: ShardRouter,
    private readonly subscriptions: SubscribePush,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Never rejects: a shard that is away is cleaned the next time. */
  async execute(): Promise<void> {
    for (const outcome of await this.shards.eachShard((shard) => this.cleanOf(shard))) {
      if (!outcome.ok) this.logger.warn('old pushes stay for now', { shard: outcome.shard.name, err: outcome.error });
    }
  }

  private async cleanOf(shard: Shard): Promise<void> {
    const now = this.clock.now();
    while ((await dropOldRecords(shard, now - RECORDS_KEPT_MS, PAGE)) === PAGE);
    while ((await dropIdleWindows(shard, now - IDLE_MS, PAGE)) === PAGE);
    let after: SubscriptionKey | undefined = { userId: '0', deviceId: '' };
    while (after !== undefined) {
      const page: SubscriptionKey[] = await subscriptionsAfter(shard, after, PAGE);
      const welcome = await welcomeDevices(
        this.shards.directory,
        page.map(({ deviceId }) => deviceId),
      );
      for (const key of page.filter(({ deviceId }) => !welcome.has(deviceId))) await this.subscriptions.off(key);
      after = page.length === PAGE ? page.at(-1) : undefined;
    }
  }
}
