import { Injectable } from '@nestjs/common';
import { type Member, type MemberPage, ParleyError } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { UserAccess } from '../org/user.access.js';
import { memberPage, membersByIds, type PageRow } from './group.repo.js';

type Query = { after?: string | undefined; limit: number };

/** Who is in a conversation, for those who are. */
@Injectable()
export class ListMembers {
  constructor(
    private readonly shards: ShardRouter,
    private readonly users: UserAccess,
  ) {}

  async execute(actor: Actor, conversationId: string, { after = '0', limit }: Query): Promise<MemberPage> {
    const shard = this.shards.forConversation(conversationId);
    const page = await memberPage(shard, { conversationId, actorId: actor.userId, after, limit: limit + 1 });
    if (page === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    const rows = page.rows.slice(0, limit);
    return {
      members: await this.view(rows),
      memberCount: page.memberCount,
      next: page.rows.length > limit ? (rows.at(-1)?.userId ?? null) : null,
    };
  }

  /** Those of these people who are in it. */
  async byIds(actor: Actor, conversationId: string, userIds: readonly string[]): Promise<Member[]> {
    const shard = this.shards.forConversation(conversationId);
    const rows = await membersByIds(shard, { conversationId, actorId: actor.userId, userIds });
    if (rows === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    return this.view(rows);
  }

  private async view(rows: readonly PageRow[]): Promise<Member[]> {
    const found = await this.users.summaries(rows.map(({ userId }) => userId));
    const people = new Map(found.map((one) => [one.userId, one]));
    return rows.flatMap(({ userId, role, joinedAt, nickname, mutedUntil }) => {
      const user = people.get(userId);
      if (user === undefined) return [];
      return [{ user, role, joinedAt: joinedAt.getTime(), nickname, mutedUntil: mutedUntil?.getTime() ?? null }];
    });
  }
}
