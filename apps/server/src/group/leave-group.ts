import { Injectable } from '@nestjs/common';
import { checkLeave } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { ChangeGroup } from './change-group.js';
import { deleteMember, storeCount } from './group.repo.js';

@Injectable()
export class LeaveGroup {
  constructor(private readonly change: ChangeGroup) {}

  async execute({ userId }: Actor, conversationId: string): Promise<void> {
    await this.change.execute(userId, conversationId, async (tx, group) => {
      checkLeave(group.actor, group.memberCount);
      await deleteMember(tx, { conversationId, userId, head: group.head, removed: false });
      const memberCount = group.memberCount - 1;
      await storeCount(tx, conversationId, memberCount);
      return { tell: { event: 'left' }, after: { memberCount }, removed: [userId] };
    });
  }
}
