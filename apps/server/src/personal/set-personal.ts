import { Injectable } from '@nestjs/common';
import { ParleyError, type Personal, type PersonalChange } from '@parley/contract';
import { changePersonal } from '@parley/core';
import { ENTRY_KIND, memberHeads, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../platform/clock.js';
import { ChangeOwn } from './change-own.js';
import { lockPersonal, storePersonal } from './personal.repo.js';

/** Pins, mutes, hides or marks a conversation, for one person on all their devices. */
@Injectable()
export class SetPersonal {
  constructor(
    private readonly shards: ShardRouter,
    private readonly clock: Clock,
    private readonly own: ChangeOwn,
  ) {}

  async execute({ userId }: Actor, conversationId: string, change: PersonalChange): Promise<Personal> {
    const headSeq = await this.headFor(userId, conversationId, change);
    const key = { userId, conversationId };
    const { personal } = await this.own.execute(userId, async (tx, { inboxSeq: version }) => {
      const before = await lockPersonal(tx, key);
      if (before === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
      const after = changePersonal(before, change, { now: this.clock.now(), headSeq, version });
      if (after === null) return { personal: before, entry: null };
      await storePersonal(tx, key, after);
      const body = { kind: 'personal', personal: after };
      return { personal: after, entry: { conversationId, kind: ENTRY_KIND.personal, payload: after, body } };
    });
    return personal;
  }

  /** Only a change that names a seq needs the conversation's shard. */
  private async headFor(userId: string, conversationId: string, change: PersonalChange): Promise<number> {
    if (typeof change.hiddenSeq !== 'number' && typeof change.unreadSeq !== 'number') return 0;
    const [head] = await memberHeads(this.shards.forConversation(conversationId), [{ userId, conversationId }]);
    if (head === undefined) throw new ParleyError('CONVERSATION_NOT_FOUND');
    return head.seq;
  }
}
