import { Injectable } from '@nestjs/common';
import { membersAmong, ShardRouter } from '@parley/db';

/** Who of these people is a member now: a gateway asks before it hands out what was said in a read-mode conversation. */
@Injectable()
export class FindMembers {
  constructor(private readonly shards: ShardRouter) {}

  async execute(
    conversationId: string,
    userIds: readonly string[],
  ): Promise<{ accessVersion: number; userIds: string[] }> {
    const found = await membersAmong(this.shards.forConversation(conversationId), conversationId, userIds);
    return found ?? { accessVersion: 0, userIds: [] };
  }
}
