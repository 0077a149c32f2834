import { Injectable } from '@nestjs/common';
import type { ChatListItem } from '@parley/contract';
import { reserveDirect, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { UserAccess } from '../org/user.access.js';
import { IdGenerator } from '../platform/ids.js';
import { ChatList } from './chat-list.js';
import { FinishDirect } from './finish-direct.js';

/** Opens the one direct conversation of two people, oneself included. Two who open it at once get the same. */
@Injectable()
export class OpenDirect {
  constructor(
    private readonly shards: ShardRouter,
    private readonly users: UserAccess,
    private readonly ids: IdGenerator,
    private readonly finish: FinishDirect,
    private readonly list: ChatList,
  ) {}

  async execute(actor: Actor, peerId: string): Promise<ChatListItem> {
    await this.users.requireActive(peerId);
    const outboxId = this.ids.next();
    const pair = await reserveDirect(this.shards.directory, {
      userId: actor.userId,
      peerId,
      conversationId: this.ids.next(),
      outboxId,
    });
    if (!pair.ready) {
      // Reserved now, or by somebody who has not finished: doing it twice changes nothing.
      const { conversationId, lowUser, highUser } = pair;
      await this.finish.run(
        { conversationId, lowUser, highUser, createdBy: actor.userId },
        pair.fresh ? outboxId : null,
      );
    }
    return this.list.item(actor, pair.conversationId);
  }
}
