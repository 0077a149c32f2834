import { Injectable } from '@nestjs/common';
import { type GroupProfile, type Message, ParleyError } from '@parley/contract';
import { type ActedMessage, type MessageActor, profileOf, roleOf } from '@parley/core';
import {
  changingConversation,
  type MessageChange,
  type MessageRow,
  ShardRouter,
  storeMessageChange,
  type Tx,
  visibleMessage,
} from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { isForward, isSaid } from '../message/message-content.js';
import { shownMessage } from '../message/message.access.js';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { FinishChange } from './finish-change.js';
import { membersOf } from './message-acts.repo.js';

export type MessageAt = { conversationId: string; seq: number };
/** A message whose conversation is locked, and who acts on it. `rules`: of a group; a conversation of two has none. */
export type Acting = {
  message: MessageRow;
  acted: ActedMessage;
  actor: MessageActor & { mutedUntil: number | null };
  rules: GroupProfile | null;
  now: Date;
};
/** What the act makes of it. */
export type Act = Pick<MessageChange, 'kind' | 'marks' | 'content'>;

/**
 * One act on a message, whole: rights, message, change and outbox row in one transaction under the lock of the conversation's
 * head. Then those who may see it are told; whatever is left of that, the worker finishes.
 */
@Injectable()
export class ChangeMessage {
  constructor(
    private readonly shards: ShardRouter,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly finish: FinishChange,
  ) {}

  /** `act` decides and writes what is its own under the lock; null: everything is as asked already. */
  async execute(
    { userId }: Actor,
    { conversationId, seq }: MessageAt,
    act: (tx: Tx, acting: Acting) => Promise<Act | null>,
  ): Promise<Message> {
    const outboxId = this.ids.next();
    const threadOutboxId = this.ids.next();
    const shard = this.shards.forConversation(conversationId);
    const done = await withFreshMap(this.shards, () =>
      changingConversation(shard, conversationId, async (tx, locked) => {
        const me = (await membersOf(tx, conversationId, [userId])).get(userId);
        if (me === undefined) return null;
        const message = await visibleMessage(tx, { conversationId, userId, seq });
        if (message === null) throw new ParleyError('MESSAGE_NOT_FOUND');
        const now = new Date(this.clock.now());
        const { kind, senderId, sentAt } = message;
        const acted = { senderId, sentAt, said: isSaid(kind), forwarded: isForward(kind) };
        const rules = locked.kind === 'direct' ? null : profileOf(locked.profile);
        const actor = { userId, role: rules === null ? null : roleOf(me.role), mutedUntil: me.mutedUntil };
        if (rules?.archived === true) throw new ParleyError('ARCHIVED');
        const change = await act(tx, { message, acted, actor, rules, now });
        if (change === null) return { message, payload: null };
        return storeMessageChange(tx, locked, { ...change, message, actorId: userId, now, outboxId, threadOutboxId });
      }),
    );
    // Missing and not mine look the same.
    if (done === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    if (done.payload !== null) await this.finish.now(shard, { outboxId, payload: done.payload });
    return shownMessage(done.message);
  }
}

/** The marks of a message without their rev, which the store allots. */
export function marksOf({ marks }: MessageRow): Act['marks'] {
  const { rev: _, ...rest } = marks ?? { rev: 0 };
  return rest;
}
