import { Injectable } from '@nestjs/common';
import { type InboxHead, inboxHeads, type MemberHead, memberHeads, ShardRouter } from '@parley/db';
import { EMPTY_CURSOR } from '../conversation/chat-list.js';
import type { HeartbeatHeads, HeartbeatQuery } from '../rpc/logic.port.js';

/** Heads for many devices at once: the inbox and what the device watches. The last lost hint is found by these. */
@Injectable()
export class AnswerHeartbeats {
  constructor(private readonly shards: ShardRouter) {}

  async execute(queries: readonly HeartbeatQuery[]): Promise<HeartbeatHeads[]> {
    const [inboxes, heads] = await Promise.all([this.inboxes(queries), this.heads(queries)]);
    return queries.map(({ userId, conversationIds }) => {
      const { incarnation, inboxSeq } = inboxes.get(userId) ?? EMPTY_CURSOR;
      const watched = conversationIds.flatMap((conversationId) => {
        const head = heads.get(`${userId}:${conversationId}`);
        return head === undefined ? [] : [{ conversationId, seq: head.seq, rev: head.rev }];
      });
      return { incarnation, inboxSeq, heads: watched };
    });
  }

  private async inboxes(queries: readonly HeartbeatQuery[]): Promise<Map<string, InboxHead>> {
    const userIds = [...new Set(queries.map(({ userId }) => userId))];
    const groups = this.shards.groupByShard(userIds, (userId) => userId);
    const found = await Promise.all([...groups].map(([shard, mine]) => inboxHeads(shard, mine)));
    return new Map(found.flatMap((heads) => [...heads]));
  }

  private async heads(queries: readonly HeartbeatQuery[]): Promise<Map<string, MemberHead>> {
    const pairs = queries.flatMap(({ userId, conversationIds }) =>
      conversationIds.map((conversationId) => ({ userId, conversationId })),
    );
    const groups = this.shards.groupByShard(pairs, ({ conversationId }) => conversationId);
    const found = await Promise.all([...groups].map(([shard, mine]) => memberHeads(shard, mine)));
    return new Map(found.flat().map((head) => [`${head.userId}:${head.conversationId}`, head]));
  }
}
