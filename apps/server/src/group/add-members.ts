import { Injectable } from '@nestjs/common';
import { type ChatListItem, ParleyError } from '@parley/contract';
import { checkRight, named, newcomers } from '@parley/core';
import type { Tx } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { UserAccess } from '../org/user.access.js';
import { ChangeGroup, type GroupChange, type LockedGroup } from './change-group.js';
import { membersAmong } from './group.repo.js';
import { letIn } from './let-in.js';

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
    await this.change.execute(actor.userId, conversationId, (tx, group) => add(tx, group, userIds));
    return this.list.item(actor, conversationId);
  }
}

async function add(tx: Tx, group: LockedGroup, userIds: readonly string[]): Promise<GroupChange | null> {
  if (group.profile.archived) throw new ParleyError('ARCHIVED');
  checkRight(group.profile.settings, 'add', group.actor);
  const there = await membersAmong(tx, group.conversationId, userIds);
  const fresh = newcomers(new Set(there.map(({ userId }) => userId)), userIds, group.memberCount);
  if (fresh.length === 0) return null;
  return { ...(await letIn(tx, group, fresh)), tell: { event: 'added', ...named(fresh) } };
}
