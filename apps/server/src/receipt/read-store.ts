import { Injectable } from '@nestjs/common';
import type { ParleyError } from '@parley/contract';
import { advanceReads, type ReadOutcome, type ReadReport, type Shard, ShardRouter } from '@parley/db';
import { FanOut } from '../fanout/fan-out.js';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { settleShards, shardAway } from '../platform/settle-shards.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { readItem } from './read-fanout.js';

/** Stores many read reports at once and fans them out to the readers' own inboxes. */
@Injectable()
export class ReadStore {
  constructor(
    private readonly shards: ShardRouter,
    private readonly fanOut: FanOut,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** Lines up with the reports; null = not a member, an error where the conversation's shard is away. */
  async advance(reports: readonly ReadReport[]): Promise<(ReadOutcome | ParleyError | null)[]> {
    const outcomes = new Map<ReadReport, ReadOutcome | ParleyError | null>();
    const { away } = await withFreshMap(this.shards, () =>
      settleShards(
        this.shards.groupByShard(reports, ({ conversationId }) => conversationId),
        (shard, mine) => this.advanceOn(shard, mine, outcomes),
      ),
    );
    for (const report of away) outcomes.set(report, shardAway());
    return reports.map((report) => outcomes.get(report) ?? null);
  }

  private async advanceOn(
    shard: Shard,
    reports: readonly ReadReport[],
    outcomes: Map<ReadReport, ReadOutcome | ParleyError | null>,
  ): Promise<void> {
    const outboxId = this.ids.next();
    const found = await advanceReads(shard, { reports, now: this.clock.now(), outboxId });
    const told = new Map<string, ReturnType<typeof readItem>>();
    for (const [index, report] of reports.entries()) {
      const outcome = found[index] ?? null;
      outcomes.set(report, outcome);
      if (outcome?.moved === true)
        told.set(`${report.conversationId}:${report.userId}`, readItem({ ...report, ...outcome }));
    }
    if (told.size > 0) this.fanOut.run({ shard, outboxId }, [...told.values()]).catch(() => undefined); // the outbox keeps it
  }
}
