import { Injectable } from '@nestjs/common';
import { type ChatListItem, type MemberRole, ParleyError } from '@parley/contract';
import { planRole, roleOf } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { ChangeGroup } from './change-group.js';
import { membersAmong, storeRole } from './group.repo.js';

/** Gives somebody a role. Handing the group over makes the one who does it an admin. */
@Injectable()
export class ChangeRole {
  constructor(
    private readonly change: ChangeGroup,
    private readonly list: ChatList,
  ) {}

  async execute(
    actor: Actor,
    conversationId: string,
    asked: { userId: string; role: MemberRole },
  ): Promise<ChatListItem> {
    await this.change.execute(actor, conversationId, async (tx, { actor: me, name, memberCount }) => {
      const [target] = await membersAmong(tx, conversationId, [asked.userId]);
      if (target === undefined) throw new ParleyError('MEMBER_NOT_FOUND');
      const changes = planRole(me, { userId: asked.userId, role: roleOf(target.role) }, asked.role);
      for (const changed of changes) await storeRole(tx, conversationId, changed);
      return changes.length === 0 ? null : { event: { event: 'role', name, memberCount, ...asked } };
    });
    return this.list.item(actor, conversationId);
  }
}
