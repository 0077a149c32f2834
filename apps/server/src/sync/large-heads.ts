import { Injectable } from '@nestjs/common';
import { type Heads, LIMITS } from '@parley/contract';
import { headsWanted, type MemberHead, memberHeads, ShardRouter, type WantedHead } from '@parley/db';
import { settleShards } from '../platform/settle-shards.js';

type Pair = { userId: string; conversationId: string };

/** Heads of conversations for their members: those in read mode tell nobody anything else. */
@Injectable()
export class LargeHeads {
  constructor(private readonly shards: ShardRouter) {}

  /** Of each person's conversations that are, or were, in read mode. */
  async of(userIds: readonly string[]): Promise<Map<string, Heads[]>> {
    const found = new Map<string, Heads[]>(userIds.map((userId) => [userId, []]));
    const heads = await this.among(await this.wanted(userIds));
    for (const { userId, ...head } of heads.values()) found.get(userId)?.push(head);
    return found;
  }

  /** Which those are; people whose shard is away are left out. */
  async wanted(userIds: readonly string[]): Promise<WantedHead[]> {
    const groups = this.shards.groupByShard(userIds, (userId) => userId);
    const ask = (shard: Parameters<typeof headsWanted>[0], mine: string[]): Promise<WantedHead[]> =>
      headsWanted(shard, mine, LIMITS.headsPerAnswer);
    const { answered } = await settleShards(groups, ask);
    return answered.flatMap(({ answer }) => answer);
  }

  /** By `userId:conversationId`; pairs that are no membership now are missing, and those on a shard that is away. */
  async among(pairs: readonly Pair[]): Promise<Map<string, MemberHead>> {
    const distinct = [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()];
    const groups = this.shards.groupByShard(distinct, ({ conversationId }) => conversationId);
    const { answered } = await settleShards(groups, memberHeads);
    return new Map(answered.flatMap(({ answer }) => answer).map((head) => [keyOf(head), head]));
  }
}

function keyOf({ userId, conversationId }: Pair): string {
  return `${userId}:${conversationId}`;
}
