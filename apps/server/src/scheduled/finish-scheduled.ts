import { Injectable } from '@nestjs/common';
import { ENTRY_KIND, type OutboxPayloads, type ScheduledRow, type Shard } from '@parley/db';
import { FanOut, type FanoutItem } from '../fanout/fan-out.js';
import { Logger } from '../platform/logger.js';
import { scheduledByIds } from './scheduled.repo.js';
import { scheduledView } from './scheduled.view.js';

type Row = { outboxId: string; payload: OutboxPayloads['scheduled'] };

/** Tells the devices of its owner how a scheduled message is now. The entry is a pointer: one copy of what is said. */
@Injectable()
export class FinishScheduled {
  constructor(
    private readonly fanOut: FanOut,
    private readonly logger: Logger,
  ) {}

  /** Right after the commit. What can't be done now is in the outbox. */
  async now(shard: Shard, row: Row): Promise<void> {
    await this.execute(shard, row).catch((error: unknown) =>
      this.logger.warn('a scheduled message is told by the worker', { err: error }),
    );
  }

  /** May be repeated. */
  async execute(shard: Shard, { outboxId, payload }: Row): Promise<void> {
    const rows = await scheduledByIds(shard, payload);
    const found = new Map(rows.map((row) => [row.scheduledId, row]));
    await this.fanOut.run(
      { shard, outboxId },
      payload.map((ref) => itemOf(ref, found.get(ref.scheduledId))),
    );
  }
}

function itemOf({ userId, conversationId, scheduledId }: Row['payload'][number], row?: ScheduledRow): FanoutItem {
  const place = { v: 1, kind: 'scheduled', conversationId, rev: 0, scheduledId };
  return {
    entry: { userId, conversationId, kind: ENTRY_KIND.scheduled, rev: 0, seq: null, payload: { scheduledId } },
    origin: '',
    body: () => JSON.stringify({ ...place, scheduled: row === undefined ? null : scheduledView(row) }).slice(1),
  };
}
