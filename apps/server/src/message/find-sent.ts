import { Injectable } from '@nestjs/common';
import type { MessageSend, MessageSent } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { toSendColumns } from './message-content.js';
import { findRetry } from './message.repo.js';

/** Whether a send was stored, without sending it: the first answer to it, or null. */
@Injectable()
export class FindSent {
  constructor(private readonly shards: ShardRouter) {}

  execute(actor: Actor, input: MessageSend): Promise<MessageSent | null> {
    const shard = this.shards.forConversation(input.conversationId);
    return findRetry(shard, { actor, input, columns: toSendColumns(input.content) });
  }
}
