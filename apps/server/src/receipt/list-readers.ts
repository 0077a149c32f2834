import { Injectable } from '@nestjs/common';
import { ParleyError, type ReaderPage } from '@parley/contract';
import { messageReaders, type ReaderPlace, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { notAPlace } from '../platform/page-place.js';
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
    { state, after, limit }: Query,
  ): Promise<ReaderPage> {
    const silent = await this.readings.silentFor(askerId);
    const found = await messageReaders(this.shards.forConversation(conversationId), {
      ...{ conversationId, askerId, seq, limit, silent },
      after: after === undefined ? null : placeOf(after),
      read: state === 'read',
    });
    if (found === 'no-member') throw new ParleyError('CONVERSATION_NOT_FOUND');
    if (found === 'no-message') throw new ParleyError('MESSAGE_NOT_FOUND');
    const { counts, readers, next } = found;
    return { counts, readers, next: next && `${next.readSeq}:${next.userId}` };
  }
}

function placeOf(after: string): ReaderPlace {
  const [, readSeq, userId] = /^(\d{1,15}):([1-9]\d{0,17})$/.exec(after) ?? [];
  if (readSeq === undefined || userId === undefined) throw notAPlace();
  return { readSeq: Number(readSeq), userId };
}
