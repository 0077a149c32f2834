import { Injectable } from '@nestjs/common';
import { type ChatListItem, ParleyError } from '@parley/contract';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { ChangeGroup } from './change-group.js';
import { comeIn } from './come-in.js';

/** Comes into a public channel. One that is not public looks as if it were not there. */
@Injectable()
export class JoinChannel {
  constructor(
    private readonly change: ChangeGroup,
    private readonly list: ChatList,
  ) {}

  async execute(actor: Actor, conversationId: string): Promise<ChatListItem> {
    await this.change.run(actor.userId, conversationId, async (tx, group) => {
      if (group.actor !== null) return null;
      if (group.kind !== 'channel' || group.profile.visibility !== 'public' || group.memberCount === 0) {
        throw new ParleyError('CONVERSATION_NOT_FOUND');
      }
      return comeIn(tx, group, actor.userId);
    });
    return this.list.item(actor, conversationId);
  }
}
