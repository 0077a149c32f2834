import { Injectable } from '@nestjs/common';
import { type HistoryPage, ParleyError } from '@parley/contract';
import type { Actor } from '../auth/actor.js';
import { MessageAccess } from './message.access.js';

type Query = { beforeSeq?: number | undefined; afterSeq?: number | undefined; at?: number | undefined; limit: number };

/** A page of a timeline, as far as this user may see it. */
@Injectable()
export class ReadHistory {
  constructor(private readonly access: MessageAccess) {}

  async execute(
    { userId }: Actor,
    conversationId: string,
    { beforeSeq, afterSeq, at, limit }: Query,
  ): Promise<HistoryPage> {
    const seq = at === undefined ? afterSeq : await this.access.seqBefore(conversationId, at);
    if (seq !== undefined) {
      const [page] = await this.access.after(userId, [{ conversationId, seq }], limit);
      return toPage(page);
    }
    return toPage(await this.access.before(userId, { conversationId, beforeSeq: beforeSeq ?? null, limit }));
  }
}

function toPage(page: HistoryPage | null | undefined): HistoryPage {
  if (page == null) throw new ParleyError('CONVERSATION_NOT_FOUND');
  const { head, firstSeq, purged, messages } = page;
  return { messages, purged, head, firstSeq };
}
