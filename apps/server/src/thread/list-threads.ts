import { Injectable } from '@nestjs/common';
import type { ThreadListPage } from '@parley/contract';
import { compareIds, ShardRouter, threadList, type ThreadPlace, type ThreadRow } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { MessageAccess } from '../message/message.access.js';
import { type MessagePlace, messagePlaceOf } from '../platform/page-place.js';
import { keyOf } from './thread.access.js';

/** The threads that a user follows, of all conversations, with what was said last. */
@Injectable()
export class ListThreads {
  constructor(
    private readonly shards: ShardRouter,
    private readonly messages: MessageAccess,
  ) {}

  async execute(
    { userId }: Actor,
    { after, limit }: { after?: string | undefined; limit: number },
  ): Promise<ThreadListPage> {
    const from = after === undefined ? null : threadAfter(messagePlaceOf(after));
    // Their conversations lie on all shards, and each has its part of the list in order.
    const parts = await Promise.all(
      this.shards.shards.map((shard) => threadList(shard, { userId, after: from, limit: limit + 1 })),
    );
    const listed = parts.flatMap(({ threads }) => threads).sort(newestFirst);
    const page = listed.slice(0, limit);
    const messages = await this.messages.byKeys(
      userId,
      page.flatMap(({ conversationId, seq, lastSeq }) => [
        { conversationId, seq },
        { conversationId, seq: lastSeq },
      ]),
    );
    const last = page.at(-1);
    return {
      threads: page.map((thread) => ({
        ...thread,
        root: messages.get(keyOf(thread)) ?? null,
        last: messages.get(keyOf({ ...thread, seq: thread.lastSeq })) ?? null,
      })),
      unread: parts.reduce((sum, { unread }) => sum + unread, 0),
      next: listed.length > limit && last !== undefined ? `${last.lastAt}:${keyOf(last)}` : null,
    };
  }
}

function newestFirst(a: ThreadRow, b: ThreadRow): number {
  return b.lastAt - a.lastAt || compareIds(b.conversationId, a.conversationId) || b.seq - a.seq;
}

function threadAfter({ at: lastAt, ...key }: MessagePlace): ThreadPlace {
  return { ...key, lastAt };
}
