import { Injectable } from '@nestjs/common';
import { type HistoryPage, ParleyError } from '@parley/contract';
import { ShardRouter, timelineBefore, timelinesAfter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { messageView } from './message.view.js';

type Query = { beforeSeq?: number | undefined; afterSeq?: number | undefined; limit: number };

/** A page of a timeline, as far as this user may see it. */
@Injectable()
export class ReadHistory {
  constructor(private readonly shards: ShardRouter) {}

  async execute(actor: Actor, conversationId: string, { beforeSeq, afterSeq, limit }: Query): Promise<HistoryPage> {
    const { userId } = actor;
    const shard = this.shards.forConversation(conversationId);
    const page =
      afterSeq === undefined
        ? await timelineBefore(shard, { userId, conversationId, beforeSeq: beforeSeq ?? null, limit })
        : (await timelinesAfter(shard, { userId, after: [{ conversationId, seq: afterSeq }], limit }))[0];
    if (page === null || page === undefined) throw new ParleyError('CONVERSATION_NOT_FOUND');
    const { head, firstSeq, purged, messages } = page;
    return { messages: messages.map(messageView), purged, head, firstSeq };
  }
}
