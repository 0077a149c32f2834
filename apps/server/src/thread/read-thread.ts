import { Injectable } from '@nestjs/common';
import type { ThreadPage } from '@parley/contract';
import { ShardRouter, threadPage } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { MessageAccess } from '../message/message.access.js';
import { keyOf, ThreadAccess, type ThreadKey } from './thread.access.js';

/** beforeSeq: the first that is there already. */
type Query = { beforeSeq?: number | undefined; limit: number };

/** A message with a page of what was replied, as far as this user may see it. */
@Injectable()
export class ReadThread {
  constructor(
    private readonly shards: ShardRouter,
    private readonly threads: ThreadAccess,
    private readonly messages: MessageAccess,
  ) {}

  async execute({ userId }: Actor, key: ThreadKey, { beforeSeq, limit }: Query): Promise<ThreadPage> {
    const { conversationId } = key;
    const { thread, until } = await this.threads.forReading(userId, key);
    const shard = this.shards.forConversation(conversationId);
    const before = Math.min(beforeSeq ?? until + 1, until + 1);
    const found = await threadPage(shard, { ...key, beforeSeq: before, limit: limit + 1 });
    const seqs = found.slice(0, limit).toReversed();
    const messages = await this.messages.byKeys(
      userId,
      [key.seq, ...seqs].map((seq) => ({ conversationId, seq })),
    );
    const root = messages.get(keyOf(key)) ?? null;
    const replies = seqs.flatMap((seq) => messages.get(keyOf({ conversationId, seq })) ?? []);
    return { thread, root, messages: replies, hasMore: found.length > limit };
  }
}
