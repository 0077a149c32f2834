import { Injectable } from '@nestjs/common';
import { type ContentInput, ParleyError, type Scheduled, type ScheduledChange } from '@parley/contract';
import { changedState, checkContent, checkSendAt, demandUnsent, type ScheduledState } from '@parley/core';
import { holdingBuckets, insertOutbox, type ScheduledRow, ShardRouter, type Tx } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { AnswerRights } from '../message/answer-rights.js';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { FinishScheduled } from './finish-scheduled.js';
import { lockScheduled, scheduledByIds, type ScheduledPatch, updateScheduled } from './scheduled.repo.js';
import { scheduledView } from './scheduled.view.js';

type Decide = (row: ScheduledRow) => Omit<ScheduledPatch, 'now'> | null;

/** What its owner does to a scheduled message, as long as nobody is sending it: the row decides, under its lock. */
@Injectable()
export class ChangeScheduled {
  constructor(
    private readonly shards: ShardRouter,
    private readonly answers: AnswerRights,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly finish: FinishScheduled,
  ) {}

  async change({ userId }: Actor, scheduledId: string, { content, sendAt }: ScheduledChange): Promise<Scheduled> {
    if (content !== undefined) {
      checkContent(content);
      await this.demandAnswerable(userId, scheduledId, content);
    }
    if (sendAt !== undefined) checkSendAt(sendAt, this.clock.now());
    const row = await this.store(userId, scheduledId, (before) => {
      const state = before.state as ScheduledState;
      demandUnsent(state);
      return {
        state: changedState(state, sendAt),
        content: content ?? before.content,
        sendAt: sendAt ?? before.sendAt,
      };
    });
    const view = scheduledView(row);
    if (view === null) throw new ParleyError('SCHEDULED_NOT_FOUND');
    return view;
  }

  /** Deletes it; again is the same. What it said goes, its key stays so that a late retry can't bring it back. */
  async cancel({ userId }: Actor, scheduledId: string): Promise<void> {
    await this.store(userId, scheduledId, (before) => {
      if (before.state === 'deleted') return null;
      demandUnsent(before.state as ScheduledState);
      return { state: 'deleted', content: null, sendAt: before.sendAt };
    });
  }

  /** Where it goes never changes, so it is read before the row is locked. */
  private async demandAnswerable(userId: string, scheduledId: string, content: ContentInput): Promise<void> {
    const [row] = await scheduledByIds(this.shards.forUser(userId), [{ userId, scheduledId }]);
    if (row !== undefined) await this.answers.demand({ userId, conversationId: row.conversationId, content });
  }

  private async store(userId: string, scheduledId: string, decide: Decide): Promise<ScheduledRow> {
    const outboxId = this.ids.next();
    const { shard, row, told } = await withFreshMap(this.shards, async () => {
      const shard = this.shards.forUser(userId);
      return {
        shard,
        ...(await holdingBuckets(shard, [userId], (tx) => this.write(tx, { userId, scheduledId, outboxId }, decide))),
      };
    });
    if (told) await this.finish.now(shard, { outboxId, payload: [row] });
    return row;
  }

  private async write(
    tx: Tx,
    { userId, scheduledId, outboxId }: { userId: string; scheduledId: string; outboxId: string },
    decide: Decide,
  ): Promise<{ row: ScheduledRow; told: boolean }> {
    const before = await lockScheduled(tx, userId, scheduledId);
    if (before === null) throw new ParleyError('SCHEDULED_NOT_FOUND');
    const patch = decide(before);
    if (patch === null) return { row: before, told: false };
    const row = await updateScheduled(tx, before, { ...patch, now: this.clock.now() });
    await tellScheduled(tx, outboxId, [row]);
    return { row, told: true };
  }
}

/** The effect of a change, committed with it. */
export function tellScheduled(tx: Tx, id: string, rows: readonly ScheduledRow[]): Promise<void> {
  const payload = rows.map(({ userId, conversationId, scheduledId }) => ({ userId, conversationId, scheduledId }));
  return insertOutbox(tx, { id, kind: 'scheduled', payload });
}
