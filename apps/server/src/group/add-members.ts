import { Injectable } from '@nestjs/common';
import type { ChatListItem } from '@parley/contract';
import { named, newcomers } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { UserAccess } from '../org/user.access.js';
import { ChangeGroup } from './change-group.js';
import { insertMembers, membersAmong, storeCount } from './group.repo.js';

/** Brings people into a group: all of them or, if one does not exist or there is no room, none. */
@Injectable()
export class AddMembers {
  constructor(
    private readonly users: UserAccess,
    private readonly change: ChangeGroup,
    private readonly list: ChatList,
  ) {}

  async execute(actor: Actor, conversationId: string, userIds: readonly string[]): Promise<ChatListItem> {
    await this.list.item(actor, conversationId);
    await this.users.requireAllActive(userIds);
    await this.change.execute(actor, conversationId, async (tx, { head, memberCount, name, now }) => {
      const there = await membersAmong(tx, conversationId, userIds);
      const fresh = newcomers(new Set(there.map(({ userId }) => userId)), userIds, memberCount);
      if (fresh.length === 0) return null;
      await insertMembers(tx, { conversationId, userIds: fresh, joinSeq: head.seq + 1, now });
      await storeCount(tx, conversationId, memberCount + fresh.length);
      const event = { event: 'added', name, memberCount: memberCount + fresh.length, ...named(fresh) } as const;
      return { event, added: fresh };
    });
    return this.list.item(actor, conversationId);
  }
}
