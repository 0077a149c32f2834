import { Injectable } from '@nestjs/common';
import { type InboxHead, inboxHeads, type MemberHead, memberHeads, ShardRouter } from '@parley/db';
import { EMPTY_CURSOR } from '../conversation/chat-list.js';
import { settleShards } from '../platform/settle-shards.js';
import type { HeartbeatHeads, HeartbeatQuery } from '../rpc/logic.port.js';

/** Heads for many devices at once: the inbox and what the device watches. The last lost hint is found by these. */
@Injectable()
export class AnswerHeartbeats {
  constructor(private readonly shards: ShardRouter) {}

  /** Lines up with the queries; null: the user's shard is away. Conversations on such a shard are left out. */
  async execute(queries: readonly HeartbeatQuery[]): Promise<(HeartbeatHeads | null)[]> {
    const [{ inboxes, away }, heads] = await Promise.all([this.inboxes(queries), this.heads(queries)]);
    return queries.map(({ userId, conversationIds }) => {
      if (away.has(userId)) return null;
      const { incarnation, inboxSeq } = inboxes.get(userId) ?? EMPTY_CURSOR;
      const watched = conversationIds.flatMap((conversationId) => {
        const head = heads.get(`${userId}:${conversationId}`);
        return head === undefined ? [] : [{ conversationId, seq: head.seq, rev: head.rev }];
      });
      return { incarnation, inboxSeq, heads: watched };
    });
  }

  private async inboxes(
    queries: readonly HeartbeatQuery[],
  ): Promise<{ inboxes: Map<string, InboxHead>; away: ReadonlySet<string> }> {
    const userIds = [...new Set(queries.map(({ userId }) => userId))];
    const groups = this.shards.groupByShard(userIds, (userId) => userId);
    const { answered, away } = await settleShards(groups, inboxHeads);
    return { inboxes: new Map(answered.flatMap(({ answer }) => [...answer])), away: new Set(away) };
  }

  private async heads(queries: readonly HeartbeatQuery[]): Promise<Map<string, MemberHead>> {
    const pairs = queries.flatMap(({ userId, conversationIds }) =>
      conversationIds.map((conversationId) => ({ userId, conversationId })),
    );
    const groups = this.shards.groupByShard(pairs, ({ conversationId }) => conversationId);
    const { answered } = await settleShards(groups, memberHeads);
    return new Map(
      answered.flatMap(({ answer }) => answer).map((head) => [`${head.userId}:${head.conversationId}`, head]),
    );
  }
}
