import { Injectable } from '@nestjs/common';
import { type Member, type MemberPage, ParleyError } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { FindUsers } from '../org/find-users.js';
import { UserAccess } from '../org/user.access.js';
import { everyMember, memberPage, membersByIds, type PageRow } from './group.repo.js';

type Query = { query: string; admins: 'true' | 'false'; after?: string | undefined; limit: number };

/** Who is in a conversation, for those who are. */
@Injectable()
export class ListMembers {
  constructor(
    private readonly shards: ShardRouter,
    private readonly users: UserAccess,
    private readonly find: FindUsers,
  ) {}

  async execute(actor: Actor, conversationId: string, asked: Query): Promise<MemberPage> {
    const { query, after = '0', limit } = asked;
    if (query !== '') return this.search(actor, conversationId, { query, limit });
    const shard = this.shards.forConversation(conversationId);
    const admins = asked.admins === 'true';
    const page = await memberPage(shard, { conversationId, actorId: actor.userId, after, limit: limit + 1, admins });
    if (page === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    const rows = page.rows.slice(0, limit);
    return {
      members: await this.view(rows),
      memberCount: page.memberCount,
      next: page.rows.length > limit ? (rows.at(-1)?.userId ?? null) : null,
    };
  }

  /** Who is in it stands on its shard, what people are called in the directory: the ids of all go from one to the other. */
  private async search(
    actor: Actor,
    conversationId: string,
    asked: { query: string; limit: number },
  ): Promise<MemberPage> {
    const shard = this.shards.forConversation(conversationId);
    const all = await everyMember(shard, { conversationId, actorId: actor.userId });
    if (all === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    const found = await this.find.among(all.members, asked);
    const members = found.length === 0 ? [] : await this.byIds(actor, conversationId, found);
    const place = new Map(found.map((userId, at) => [userId, at]));
    members.sort((a, b) => (place.get(a.user.userId) ?? 0) - (place.get(b.user.userId) ?? 0));
    return { members, memberCount: all.memberCount, next: null };
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
