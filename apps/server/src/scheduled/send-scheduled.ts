import { Injectable } from '@nestjs/common';
import { ContentInput, type MessageSend, type MessageSent, ParleyError } from '@parley/contract';
import { afterRefusal, planScheduled } from '@parley/core';
import {
  type ClaimedScheduled,
  holdingBuckets,
  type ScheduledEnd,
  type ScheduledRow,
  settleScheduled,
  type Shard,
} from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { FindSent } from '../message/find-sent.js';
import { SendMessage } from '../message/send-message.js';
import { UserAccess } from '../org/user.access.js';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { tellScheduled } from './change-scheduled.js';
import { FinishScheduled } from './finish-scheduled.js';

/**
 * Sends claimed rows as their owners, with the rights that they have now, and writes down what became of each. The row's key
 * is the message's: whoever sends it again, because the one before died, gets the first answer.
 */
@Injectable()
export class SendScheduled {
  constructor(
    private readonly send: SendMessage,
    private readonly find: FindSent,
    private readonly users: UserAccess,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly finish: FinishScheduled,
  ) {}

  /** The rows as they are now; missing are those of which nobody knows yet, and those that somebody else has claimed. */
  async execute(shard: Shard, rows: readonly ClaimedScheduled[]): Promise<ScheduledRow[]> {
    const active = await this.users.activeNow(rows.map(({ userId }) => userId));
    // Begun in the order of their times, so that those of one conversation are stored in it.
    const ends = await Promise.all(rows.map((row) => this.endOf(row, active.has(row.userId))));
    return this.settle(
      shard,
      ends.flatMap((end) => end ?? []),
    );
  }

  private async endOf(row: ClaimedScheduled, isActive: boolean): Promise<ScheduledEnd | null> {
    const plan = planScheduled(row, this.clock.now());
    if (plan === 'wait') return row.tried ? null : { row, state: 'waiting' };
    if (plan === 'missed') return { row, state: 'missed' };
    const content = ContentInput.safeParse(row.content);
    if (!content.success) return { row, state: 'failed', failure: 'BAD_REQUEST' };
    const { conversationId, clientMsgId } = row;
    const input = { conversationId, clientMsgId, content: content.data };
    if (plan === 'find') return this.found(row, input, { row, state: 'missed' });
    if (!isActive) return this.found(row, input, { row, state: 'failed', failure: 'USER_DISABLED' });
    try {
      return sentEnd(row, await this.send.execute(actorOf(row), input));
    } catch (error) {
      const refusal = error instanceof ParleyError ? error : new ParleyError('INTERNAL');
      const after = afterRefusal(refusal, row);
      if (after === 'wait') return { row, state: 'waiting' };
      return after === 'failed' ? this.found(row, input, { row, state: 'failed', failure: refusal.code }) : null;
    }
  }

  /** It ends like this, unless an earlier try was stored; while that can't be found out it doesn't end. */
  private async found(row: ClaimedScheduled, input: MessageSend, end: ScheduledEnd): Promise<ScheduledEnd | null> {
    if (!row.tried) return end;
    try {
      const sent = await this.find.execute(actorOf(row), input);
      return sent === null ? end : sentEnd(row, sent);
    } catch {
      return null;
    }
  }

  private async settle(shard: Shard, ends: readonly ScheduledEnd[]): Promise<ScheduledRow[]> {
    if (ends.length === 0) return [];
    const outboxId = this.ids.next();
    const userIds = ends.map(({ row }) => row.userId);
    const { settled, told } = await holdingBuckets(shard, userIds, async (tx) => {
      const settled = await settleScheduled(tx, ends, this.clock.now());
      const told = settled.filter(({ state }) => state !== 'waiting');
      if (told.length > 0) await tellScheduled(tx, outboxId, told);
      return { settled, told };
    });
    if (told.length > 0) await this.finish.now(shard, { outboxId, payload: told });
    return settled;
  }
}

function sentEnd(row: ClaimedScheduled, { messageId, seq }: MessageSent): ScheduledEnd {
  return { row, state: 'sent', sent: { messageId, seq } };
}

/** No device of theirs sends it, so all of them are told. */
function actorOf({ userId }: ScheduledRow): Actor {
  return { userId, deviceId: 'scheduled', role: 'member' };
}
