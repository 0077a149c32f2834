import { Injectable } from '@nestjs/common';
import type { ChatListItem } from '@parley/contract';
import { checkRemove } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { ChangeGroup } from './change-group.js';
import { deleteMember, memberIn, storeCount } from './group.repo.js';

/** Takes somebody out; the message that says so is not theirs to see any more. */
@Injectable()
export class RemoveMember {
  constructor(
    private readonly change: ChangeGroup,
    private readonly list: ChatList,
  ) {}

  async execute(actor: Actor, conversationId: string, userId: string): Promise<ChatListItem> {
    await this.change.execute(actor.userId, conversationId, async (tx, group) => {
      checkRemove(group.actor, await memberIn(tx, conversationId, userId));
      await deleteMember(tx, { conversationId, userId, head: group.head, removed: true });
      const memberCount = group.memberCount - 1;
      await storeCount(tx, conversationId, memberCount);
      return { tell: { event: 'removed', userIds: [userId] }, after: { memberCount }, removed: [userId] };
    });
    return this.list.item(actor, conversationId);
  }
}
