import { Injectable } from '@nestjs/common';
import { LIMITS, ParleyError, type Scheduled, type ScheduleRequest } from '@parley/contract';
import { checkContent, checkSendAt } from '@parley/core';
import { holdingBuckets, type ScheduledRow, ShardRouter, type Tx } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ConversationAccess } from '../conversation/conversation.access.js';
import { AnswerRights } from '../message/answer-rights.js';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { tellScheduled } from './change-scheduled.js';
import { FinishScheduled } from './finish-scheduled.js';
import { countOpen, findByKey, insertScheduled, lockOwner } from './scheduled.repo.js';
import { scheduledView } from './scheduled.view.js';

/** Schedules a message. Idempotent per (conversation, sender, clientMsgId), as the send will be. docs/sending-a-message.md */
@Injectable()
export class ScheduleMessage {
  constructor(
    private readonly shards: ShardRouter,
    private readonly access: ConversationAccess,
    private readonly answers: AnswerRights,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly finish: FinishScheduled,
  ) {}

  async execute(actor: Actor, conversationId: string, input: ScheduleRequest): Promise<Scheduled> {
    checkContent(input.content);
    const { userId } = actor;
    const refusal = await this.refusalOf(userId, conversationId, input);
    const outboxId = this.ids.next();
    const { shard, row, made } = await withFreshMap(this.shards, async () => {
      const shard = this.shards.forUser(userId);
      const stored = await holdingBuckets(shard, [userId], async (tx) => {
        await lockOwner(tx, userId);
        // A retry is looked up before any refusal.
        const first = await this.first(tx, { userId, conversationId }, input);
        if (first !== null) return { row: first, made: false };
        if (refusal !== null) throw refusal;
        const row = await this.insert(tx, { userId, conversationId }, input);
        await tellScheduled(tx, outboxId, [row]);
        return { row, made: true };
      });
      return { shard, ...stored };
    });
    if (made) await this.finish.now(shard, { outboxId, payload: [row] });
    const view = scheduledView(row);
    if (view === null) throw new ParleyError('SCHEDULED_NOT_FOUND');
    return view;
  }

  /** Rights are asked for again when it is sent; a second's delay here harms nobody. */
  private async refusalOf(
    userId: string,
    conversationId: string,
    { content, sendAt }: ScheduleRequest,
  ): Promise<ParleyError | null> {
    try {
      await this.access.membersFor(userId, conversationId);
      checkSendAt(sendAt, this.clock.now());
      await this.answers.demand({ userId, conversationId, content });
      return null;
    } catch (error) {
      if (error instanceof ParleyError) return error;
      throw error;
    }
  }

  private async first(
    tx: Tx,
    at: { userId: string; conversationId: string },
    { clientMsgId, content, sendAt }: ScheduleRequest,
  ): Promise<ScheduledRow | null> {
    const found = await findByKey(tx, { ...at, clientMsgId }, { content, sendAt });
    if (found !== null && !found.same) throw new ParleyError('CONFLICT', { clientMsgId });
    return found?.row ?? null;
  }

  private async insert(
    tx: Tx,
    at: { userId: string; conversationId: string },
    { clientMsgId, content, sendAt }: ScheduleRequest,
  ): Promise<ScheduledRow> {
    const limit = LIMITS.scheduledPerUser;
    if ((await countOpen(tx, at.userId)) >= limit) throw new ParleyError('SCHEDULED_FULL', { limit });
    const scheduledId = this.ids.next();
    return insertScheduled(tx, { ...at, scheduledId, clientMsgId, content, sendAt, now: this.clock.now() });
  }
}
