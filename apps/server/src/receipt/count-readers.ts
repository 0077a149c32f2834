import { Injectable } from '@nestjs/common';
import { ParleyError, type RestOutput } from '@parley/contract';
import { readerCounts, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ReaderAccess } from './reader.access.js';

/** How many have read messages, and how many have not, for members who may see them. */
@Injectable()
export class CountReaders {
  constructor(
    private readonly shards: ShardRouter,
    private readonly readings: ReaderAccess,
  ) {}

  async execute(
    { userId: askerId }: Actor,
    conversationId: string,
    seqs: readonly number[],
  ): Promise<RestOutput<'readerCounts'>['counts']> {
    const silent = await this.readings.silentFor(askerId);
    const shard = this.shards.forConversation(conversationId);
    const counts = await readerCounts(shard, { conversationId, askerId, seqs, silent });
    if (counts === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    return counts;
  }
}
