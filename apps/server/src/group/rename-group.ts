import { Injectable } from '@nestjs/common';
import type { ChatListItem } from '@parley/contract';
import { checkRename } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { ChangeGroup } from './change-group.js';
import { storeName } from './group.repo.js';

@Injectable()
export class RenameGroup {
  constructor(
    private readonly change: ChangeGroup,
    private readonly list: ChatList,
  ) {}

  async execute(actor: Actor, conversationId: string, name: string): Promise<ChatListItem> {
    await this.change.execute(actor, conversationId, async (tx, group) => {
      checkRename(group.actor);
      if (group.name === name) return null;
      await storeName(tx, conversationId, name);
      return { event: { event: 'renamed', name, memberCount: group.memberCount } };
    });
    return this.list.item(actor, conversationId);
  }
}
