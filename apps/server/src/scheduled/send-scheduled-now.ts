import { Injectable } from '@nestjs/common';
import { ParleyError, type Scheduled } from '@parley/contract';
import { demandUnsent, type ScheduledState } from '@parley/core';
import { holdingBuckets, type ScheduledRow, ShardRouter, type Tx } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../platform/clock.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { ScheduledAccess } from './scheduled.access.js';
import { claimOne, lockScheduled } from './scheduled.repo.js';
import { SCHEDULED_LEASE_MS } from './send-due.js';
import { SendScheduled } from './send-scheduled.js';

/** Its owner doesn't want to wait: claims it as a worker does, with now as its time, and sends it. */
@Injectable()
export class SendScheduledNow {
  constructor(
    private readonly shards: ShardRouter,
    private readonly clock: Clock,
    private readonly send: SendScheduled,
    private readonly access: ScheduledAccess,
  ) {}

  async execute({ userId }: Actor, scheduledId: string): Promise<Scheduled> {
    const claim = await withFreshMap(this.shards, async () => {
      const shard = this.shards.forUser(userId);
      return { shard, row: await holdingBuckets(shard, [userId], (tx) => this.claim(tx, userId, scheduledId)) };
    });
    if (claim.row !== null) await this.send.execute(claim.shard, [{ ...claim.row, tried: false }]);
    const found = (await this.access.byIds(userId, [scheduledId])).get(scheduledId);
    if (found === undefined) throw new ParleyError('SCHEDULED_NOT_FOUND');
    return found;
  }

  /** null: it was sent before, and the answer got lost. */
  private async claim(tx: Tx, userId: string, scheduledId: string): Promise<ScheduledRow | null> {
    const before = await lockScheduled(tx, userId, scheduledId);
    if (before === null) throw new ParleyError('SCHEDULED_NOT_FOUND');
    if (before.state === 'sent') return null;
    demandUnsent(before.state as ScheduledState);
    return claimOne(tx, before, { now: this.clock.now(), leaseMs: SCHEDULED_LEASE_MS });
  }
}
