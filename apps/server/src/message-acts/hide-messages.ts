import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { rangesOf } from '@parley/core';
import { changingConversation, insertOutbox, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { IdGenerator } from '../platform/ids.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { FinishOwn } from './finish-own.js';
import { endFollowing, membersOf, storeHidden } from './message-acts.repo.js';

/** Deletes messages for one person: every way to them is closed for them, everybody else keeps them. */
@Injectable()
export class HideMessages {
  constructor(
    private readonly shards: ShardRouter,
    private readonly ids: IdGenerator,
    private readonly finish: FinishOwn,
  ) {}

  async execute({ userId }: Actor, conversationId: string, seqs: readonly number[]): Promise<void> {
    const outboxId = this.ids.next();
    const shard = this.shards.forConversation(conversationId);
    const done = await withFreshMap(this.shards, () =>
      changingConversation(shard, conversationId, async (tx, { head }) => {
        if (!(await membersOf(tx, conversationId, [userId])).has(userId)) return null;
        const hidden = await storeHidden(tx, { conversationId, userId, seqs });
        if (hidden.length === 0) return { payload: null };
        await endFollowing(tx, { conversationId, userId, seqs: hidden });
        const payload = { conversationId, userId, rev: head.rev, ranges: rangesOf(hidden) };
        await insertOutbox(tx, { id: outboxId, kind: 'hidden', payload });
        return { payload };
      }),
    );
    if (done === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    if (done.payload !== null) await this.finish.now(this.finish.hidden(shard, { outboxId, payload: done.payload }));
  }
}
