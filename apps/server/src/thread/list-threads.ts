import { Injectable } from '@nestjs/common';
import { ParleyError, type ThreadListPage } from '@parley/contract';
import { ShardRouter, threadList, type ThreadPlace, type ThreadRow } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { MessageAccess } from '../message/message.access.js';
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
    const from = after === undefined ? null : placeOf(after);
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

/** Ids as numbers: the longer one is the higher one. */
function newestFirst(a: ThreadRow, b: ThreadRow): number {
  const [left, right] = [BigInt(a.conversationId), BigInt(b.conversationId)];
  return b.lastAt - a.lastAt || (left === right ? b.seq - a.seq : left < right ? 1 : -1);
}

function placeOf(after: string): ThreadPlace {
  const [, lastAt, conversationId, seq] = /^(\d{1,15}):([1-9]\d{0,17}):(\d{1,15})$/.exec(after) ?? [];
  if (lastAt === undefined || conversationId === undefined || seq === undefined) {
    throw new ParleyError('BAD_REQUEST', {
      issues: [{ path: 'after', message: 'pass the `next` of the page before' }],
    });
  }
  return { lastAt: Number(lastAt), conversationId, seq: Number(seq) };
}
