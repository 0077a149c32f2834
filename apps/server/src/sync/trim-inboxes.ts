import { Inject, Injectable } from '@nestjs/common';
import { trimmedFloor } from '@parley/core';
import { type InboxExtentRow, inboxExtents, markInboxes, type Shard, ShardRouter, trimInbox } from '@parley/db';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';

/** Inboxes of one look. */
const PAGE = 200;
/** How far an inbox is is noted this often: entries go up to so much later than they could. */
const MARK_EVERY_MS = 7 * 24 * 3_600_000;

/** Inboxes keep what a device needs that was away for a while, not everything. A page of each shard at a time, round and round. */
@Injectable()
export class TrimInboxes {
  private readonly places = new Map<number, string>();

  constructor(
    private readonly shards: ShardRouter,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The next page of every shard; how many entries went. A shard that is away is looked at the next time. */
  async look(): Promise<number> {
    const outcomes = await this.shards.eachShard((shard) => this.lookAt(shard));
    return outcomes.reduce((sum, outcome) => sum + (outcome.ok ? outcome.value : 0), 0);
  }

  private async lookAt(shard: Shard): Promise<number> {
    const { keepMs, holds } = this.config.inbox;
    const now = this.clock.now();
    const oldBefore = new Date(now - keepMs);
    const inboxes = await inboxExtents(shard, { after: this.places.get(shard.id) ?? '0', limit: PAGE, oldBefore });
    let gone = 0;
    for (const inbox of inboxes) {
      const toSeq = trimmedFloor(inbox, holds);
      if (toSeq > inbox.floorSeq) gone += await trimInbox(shard, { userId: inbox.userId, toSeq });
    }
    await markInboxes(
      shard,
      inboxes.filter((inbox) => isToMark(inbox, now)),
      new Date(now),
    );
    // At the end: from the beginning.
    this.places.set(shard.id, inboxes.length < PAGE ? '0' : (inboxes.at(-1)?.userId ?? '0'));
    return gone;
  }
}

function isToMark({ headSeq, marked }: InboxExtentRow, now: number): boolean {
  if (marked === null) return headSeq > 0;
  return headSeq > marked.inboxSeq && now - marked.at >= MARK_EVERY_MS;
}
