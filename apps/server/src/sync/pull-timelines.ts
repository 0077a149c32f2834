import { Injectable } from '@nestjs/common';
import type { BatchSyncPage, BatchSyncRequest } from '@parley/contract';
import { ShardRouter, timelinesAfter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { messageView } from '../message/message.view.js';

/** Messages of one timeline in one answer; a client that is far behind asks again. */
const PER_TIMELINE = 100;
/** Messages of all timelines in one answer: two hundred full ones would be too much at once. */
const PER_ANSWER = 2_000;

/** The missing parts of several timelines; those unknown or not the user's are left out. */
@Injectable()
export class PullTimelines {
  constructor(private readonly shards: ShardRouter) {}

  async execute(actor: Actor, { syncs }: BatchSyncRequest): Promise<BatchSyncPage> {
    const limit = Math.max(10, Math.min(PER_TIMELINE, Math.floor(PER_ANSWER / syncs.length)));
    const groups = this.shards.groupByShard(syncs, ({ conversationId }) => conversationId);
    const pages = await Promise.all(
      [...groups].map(([shard, mine]) =>
        timelinesAfter(shard, {
          userId: actor.userId,
          after: mine.map(({ conversationId, lastSeq }) => ({ conversationId, seq: lastSeq })),
          limit,
        }),
      ),
    );
    return {
      syncs: pages.flat().map(({ conversationId, head, messages, purged, hasMore }) => ({
        conversationId,
        head,
        messages: messages.map(messageView),
        purged,
        hasMore,
      })),
    };
  }
}
