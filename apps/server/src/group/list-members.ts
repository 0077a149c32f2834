import { Injectable } from '@nestjs/common';
import { type MemberPage, ParleyError } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { UserAccess } from '../org/user.access.js';
import { memberPage } from './group.repo.js';

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
    const people = new Map(
      (await this.users.summaries(rows.map(({ userId }) => userId))).map((one) => [one.userId, one]),
    );
    return {
      members: rows.flatMap(({ userId, role, joinedAt }) => {
        const user = people.get(userId);
        return user === undefined ? [] : [{ user, role, joinedAt: joinedAt.getTime() }];
      }),
      memberCount: page.memberCount,
      next: page.rows.length > limit ? (rows.at(-1)?.userId ?? null) : null,
    };
  }
}
