import { Injectable } from '@nestjs/common';
import { ParleyError, type ReaderPage } from '@parley/contract';
import { messageReaders, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ReaderAccess } from './reader.access.js';

type Query = { state: 'read' | 'unread'; after?: string | undefined; limit: number };

/** Who has read a message, or who has not, for members who may see it. */
@Injectable()
export class ListReaders {
  constructor(
    private readonly shards: ShardRouter,
    private readonly readings: ReaderAccess,
  ) {}

  async execute(
    { userId: askerId }: Actor,
    { conversationId, seq }: { conversationId: string; seq: number },
    { state, after = '0', limit }: Query,
  ): Promise<ReaderPage> {
    const silent = await this.readings.silentFor(askerId);
    const found = await messageReaders(this.shards.forConversation(conversationId), {
      ...{ conversationId, askerId, seq, after },
      read: state === 'read',
      limit: limit + 1,
      silent,
    });
    if (found === 'no-member') throw new ParleyError('CONVERSATION_NOT_FOUND');
    if (found === 'no-message') throw new ParleyError('MESSAGE_NOT_FOUND');
    const readers = found.readers.slice(0, limit);
    const next = found.readers.length > limit ? (readers.at(-1)?.userId ?? null) : null;
    return { counts: found.counts, readers, next };
  }
}
