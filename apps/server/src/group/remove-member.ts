import { Injectable } from '@nestjs/common';
import { type ChatListItem, ParleyError } from '@parley/contract';
import { checkRemove, roleOf } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { ChangeGroup } from './change-group.js';
import { deleteMember, membersAmong, storeCount } from './group.repo.js';

/** Takes somebody out; the message that says so is not theirs to see any more. */
@Injectable()
export class RemoveMember {
  constructor(
    private readonly change: ChangeGroup,
    private readonly list: ChatList,
  ) {}

  async execute(actor: Actor, conversationId: string, userId: string): Promise<ChatListItem> {
    await this.change.execute(actor, conversationId, async (tx, group) => {
      const [target] = await membersAmong(tx, conversationId, [userId]);
      if (target === undefined) throw new ParleyError('MEMBER_NOT_FOUND');
      checkRemove(group.actor, { userId, role: roleOf(target.role) });
      await deleteMember(tx, { conversationId, userId, leftSeq: group.head.seq });
      const memberCount = group.memberCount - 1;
      await storeCount(tx, conversationId, memberCount);
      return { event: { event: 'removed', name: group.name, memberCount, userIds: [userId] }, removed: [userId] };
    });
    return this.list.item(actor, conversationId);
  }
}
