import { Injectable } from '@nestjs/common';
import { type HistoryPage, ParleyError } from '@parley/contract';
import { ShardRouter, timelineBefore } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { MessageAccess } from './message.access.js';
import { messageView } from './message.view.js';

type Query = { beforeSeq?: number | undefined; afterSeq?: number | undefined; limit: number };

/** A page of a timeline, as far as this user may see it. */
@Injectable()
export class ReadHistory {
  constructor(
    private readonly shards: ShardRouter,
    private readonly access: MessageAccess,
  ) {}

  async execute(
    { userId }: Actor,
    conversationId: string,
    { beforeSeq, afterSeq, limit }: Query,
  ): Promise<HistoryPage> {
    if (afterSeq !== undefined) {
      const [page] = await this.access.after(userId, [{ conversationId, seq: afterSeq }], limit);
      return toPage(page);
    }
    const shard = this.shards.forConversation(conversationId);
    const page = await timelineBefore(shard, { userId, conversationId, beforeSeq: beforeSeq ?? null, limit });
    return toPage(page === null ? undefined : { ...page, messages: page.messages.map(messageView) });
  }
}

function toPage(page: HistoryPage | undefined): HistoryPage {
  if (page === undefined) throw new ParleyError('CONVERSATION_NOT_FOUND');
  const { head, firstSeq, purged, messages } = page;
  return { messages, purged, head, firstSeq };
}
