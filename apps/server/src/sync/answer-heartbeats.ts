import { Injectable } from '@nestjs/common';
import type { Heads } from '@parley/contract';
import { type InboxHead, inboxHeads, ShardRouter } from '@parley/db';
import { EMPTY_CURSOR } from '../conversation/chat-list.js';
import { settleShards } from '../platform/settle-shards.js';
import type { HeartbeatHeads, HeartbeatQuery, WatchQuery } from '../rpc/logic.port.js';
import { LargeHeads } from './large-heads.js';

/** Heads for many devices at once: the inbox, what the device watches, large conversations. The last lost hint is found by these. */
@Injectable()
export class AnswerHeartbeats {
  constructor(
    private readonly shards: ShardRouter,
    private readonly large: LargeHeads,
  ) {}

  /** Lines up with the queries; null: the user's shard is away. Conversations on such a shard are left out. */
  async execute(queries: readonly HeartbeatQuery[]): Promise<(HeartbeatHeads | null)[]> {
    const userIds = [...new Set(queries.map(({ userId }) => userId))];
    const [{ inboxes, away }, wanted] = await Promise.all([this.inboxes(userIds), this.large.wanted(userIds)]);
    const large = Map.groupBy(wanted, ({ userId }) => userId);
    const asked = queries.map(({ userId, conversationIds }) => ({
      userId,
      conversationIds: [
        ...new Set([...conversationIds, ...(large.get(userId) ?? []).map(({ conversationId }) => conversationId)]),
      ],
    }));
    const heads = await this.heads(asked);
    return queries.map(({ userId }, index) => {
      if (away.has(userId)) return null;
      const { incarnation, inboxSeq } = inboxes.get(userId) ?? EMPTY_CURSOR;
      return { incarnation, inboxSeq, heads: heads[index] ?? [] };
    });
  }

  /** Lines up with the queries; conversations that are not the user's, or on a shard that is away, are left out. */
  async heads(queries: readonly WatchQuery[]): Promise<Heads[][]> {
    const found = await this.large.among(
      queries.flatMap(({ userId, conversationIds }) =>
        conversationIds.map((conversationId) => ({ userId, conversationId })),
      ),
    );
    return queries.map(({ userId, conversationIds }) =>
      conversationIds.flatMap((conversationId) => {
        const known = found.get(`${userId}:${conversationId}`);
        if (known === undefined) return [];
        const { userId: _, ...head } = known;
        return [head];
      }),
    );
  }

  private async inboxes(
    userIds: readonly string[],
  ): Promise<{ inboxes: Map<string, InboxHead>; away: ReadonlySet<string> }> {
    const groups = this.shards.groupByShard(userIds, (userId) => userId);
    const { answered, away } = await settleShards(groups, inboxHeads);
    return { inboxes: new Map(answered.flatMap(({ answer }) => [...answer])), away: new Set(away) };
  }
}
